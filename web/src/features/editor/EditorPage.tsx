import { Box } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useWorkflow } from '@/api/queries';
import type { WorkflowDetails } from '@/api/types';
import { ErrorState, LoadingState } from '@/ui';
import type { WorkflowDocument } from './model';
import { Editor } from './page/Editor';
import { EditorStore } from './state/EditorStore';

export default function EditorPage() {
  const { projectCode = '', workflowCode } = useParams();
  // The first save leads to the workflow's own address: the same editor goes on there, with its history.
  const [begun, setBegun] = useState<{ number: number; code?: string; arrived?: boolean }>({ number: 0 });
  if (workflowCode !== undefined && workflowCode === begun.code && !begun.arrived) setBegun({ ...begun, arrived: true });
  if (workflowCode === undefined && begun.arrived) setBegun({ number: begun.number + 1 });
  if (workflowCode === undefined || workflowCode === begun.code) {
    return <NewWorkflow key={begun.number} projectCode={projectCode} onCreated={(code) => setBegun({ ...begun, code })} />;
  }
  return <SavedWorkflow key={workflowCode} projectCode={projectCode} workflowCode={workflowCode} />;
}

function NewWorkflow({ projectCode, onCreated }: { projectCode: string; onCreated: (code: string) => void }) {
  const [store] = useState(() => new EditorStore({ name: '', tasks: [] }));
  return <Editor store={store} projectCode={projectCode} details={undefined} onCreated={onCreated} />;
}

function SavedWorkflow({ projectCode, workflowCode }: { projectCode: string; workflowCode: string }) {
  const query = useWorkflow(projectCode, workflowCode);
  if (query.data) return <Loaded projectCode={projectCode} details={query.data} />;
  return <Box p="lg">{query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <LoadingState />}</Box>;
}

function Loaded({ projectCode, details }: { projectCode: string; details: WorkflowDetails }) {
  const [store] = useState(() => new EditorStore(details.document as WorkflowDocument));
  return <Editor store={store} projectCode={projectCode} details={details} />;
}
