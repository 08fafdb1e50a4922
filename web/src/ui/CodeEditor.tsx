import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { EditorProps } from './CodeMirrorEditor';

export type { EditorProblem, EditorProps } from './CodeMirrorEditor';

const Editor = lazy(() => import('./CodeMirrorEditor'));

/** Text of a language with highlighting, search (Ctrl+F) and problems in line; its code is read when one is first shown. */
export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 240} radius="md" />}>
      <Editor {...props} />
    </Suspense>
  );
}
