import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { taskOf, type TaskDocument } from '../model';
import { useDocument, useEditor, useEditorStore } from '../state/useEditor';

// Forms bring the text editor along, which drawing does not need.
const NodeFormDrawer = lazy(async () => ({ default: (await import('@/features/node-forms')).NodeFormDrawer }));

interface Props {
  name: string;
  projectCode: string;
  readOnly: boolean;
  onClose: () => void;
}

/** The form of a node of the document; a new node whose form is cancelled goes again. */
export function NodeForm({ name, projectCode, readOnly, onClose }: Props) {
  const { t } = useTranslation('editor');
  const store = useEditorStore();
  const document = useDocument();
  const problems = useEditor((state) => state.problems.byTask.get(name));
  const task = taskOf(document, name);
  if (!task) return null;
  const isNew = store.isNew(name);
  return (
    <Suspense>
      <NodeFormDrawer
        task={task}
        document={document}
        projectCode={projectCode}
        // What nobody has filled in yet is no mistake.
        problems={isNew || !problems ? [] : [...problems]}
        readOnly={readOnly}
        isNew={isNew}
        onApply={(changed) => {
          store.apply(name, changed as TaskDocument);
          onClose();
        }}
        onCancel={() => {
          if (isNew) store.cancelNew(t('said.cancelled', { name }));
          onClose();
        }}
      />
    </Suspense>
  );
}
