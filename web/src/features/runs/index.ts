export { BackfillDialog, type BackfillWorkflow } from './BackfillDialog';
