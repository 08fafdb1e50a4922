export { CrudPage, type FormProps } from './CrudPage';
export { CrudDrawer } from './CrudDrawer';
export { useCrudForm } from './useCrudForm';
export { RowActions, type Removal } from './RowActions';
export { IconAction } from './IconAction';
export { TestDialog, testFailure } from './TestDialog';
export { ShownOnce } from './ShownOnce';
export { useWholeList } from './useWholeList';
