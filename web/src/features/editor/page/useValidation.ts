import { useEffect } from 'react';
import { api, ok } from '@/api/client';
import { useDocument, useEditorStore } from '../state/useEditor';

const pauseMs = 700;

/** Asks the server what is wrong with the document whenever typing and drawing pause. */
export function useValidation(projectCode: string, workflowCode: string | undefined) {
  const store = useEditorStore();
  const document = useDocument();
  useEffect(() => {
    if (document.tasks.length === 0) return store.setProblems(document, []);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      // A new workflow gets its name when it is first saved: its lack is no problem before.
      const body = { document: { ...document, name: document.name || 'workflow' } };
      const { signal } = abort;
      const answer = workflowCode
        ? ok(api.POST('/projects/{projectCode}/workflows/{workflowCode}/validate', { params: { path: { projectCode, workflowCode } }, body, signal }))
        : ok(api.POST('/projects/{projectCode}/workflows/validate', { params: { path: { projectCode } }, body, signal }));
      answer.then(
        (validation) => store.setProblems(document, validation.problems),
        // Help only: when it fails, saving will tell.
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [store, document, projectCode, workflowCode]);
}
