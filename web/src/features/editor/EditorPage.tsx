import { Box } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { useWorkflow } from '@/api/queries';
import type { WorkflowDetails } from '@/api/types';
import { ErrorState, LoadingState } from '@/ui';
import type { WorkflowDocument } from './model';
import { Editor } from './page/Editor';
import { takeOver } from './page/handOver';
import { EditorStore } from './state/EditorStore';

export default function EditorPage() {
  const { projectCode = '', workflowCode } = useParams();
  return workflowCode === undefined ? <NewWorkflow projectCode={projectCode} /> : <SavedWorkflow key={workflowCode} projectCode={projectCode} workflowCode={workflowCode} />;
}

function useTabTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · dmsnode`;
  }, [title]);
}

function NewWorkflow({ projectCode }: { projectCode: string }) {
  const { t } = useTranslation('editor');
  const [store] = useState(() => new EditorStore({ name: '', tasks: [] }));
  useTabTitle(t('top.untitled'));
  return <Editor store={store} projectCode={projectCode} details={undefined} />;
}

function SavedWorkflow({ projectCode, workflowCode }: { projectCode: string; workflowCode: string }) {
  const query = useWorkflow(projectCode, workflowCode);
  if (query.data) return <Loaded projectCode={projectCode} details={query.data} />;
  return <Box p="lg">{query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <LoadingState />}</Box>;
}

function Loaded({ projectCode, details }: { projectCode: string; details: WorkflowDetails }) {
  const [store] = useState(() => takeOver(details.code) ?? new EditorStore(details.document as WorkflowDocument));
  useTabTitle(details.name);
  return <Editor store={store} projectCode={projectCode} details={details} />;
}
