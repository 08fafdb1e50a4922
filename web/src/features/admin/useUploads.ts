import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { callUpload, isProblem } from '@/api/client';
import { mostBytes } from './resources';

export const resourcesKey = ['resources'] as const;

export interface Upload {
  id: number;
  path: string;
  file: File;
  state: 'sending' | 'done' | 'exists' | 'tooLarge' | 'failed';
  part: number;
  error?: unknown;
}

let nextId = 1;

/** Files on their way to the server, with how far each is. */
export function useUploads() {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const change = useCallback((id: number, part: Partial<Upload>) => setUploads((old) => old.map((each) => (each.id === id ? { ...each, ...part } : each))), []);

  const send = useCallback(
    async (upload: Upload, replace?: string) => {
      const tell = (part: number) => change(upload.id, { part });
      change(upload.id, { state: 'sending', part: 0, error: undefined });
      try {
        if (replace) await callUpload('PUT', `/resources/${replace}/content`, upload.file, tell, { headers: { 'If-Match': '*' } });
        else await callUpload('POST', `/resources?path=${encodeURIComponent(upload.path)}`, upload.file, tell);
        change(upload.id, { state: 'done', part: 1 });
        await client.invalidateQueries({ queryKey: resourcesKey });
      } catch (error) {
        change(upload.id, isProblem(error) && error.type === 'already_exists' ? { state: 'exists' } : { state: 'failed', error });
      }
    },
    [change, client],
  );

  const add = useCallback(
    async (folder: string, files: readonly File[]) => {
      const added = files.map((file): Upload => ({ id: nextId++, path: folder + (file.webkitRelativePath || file.name), file, state: file.size > mostBytes ? 'tooLarge' : 'sending', part: 0 }));
      setUploads((old) => [...old, ...added]);
      // One after the other: many at once would only share the same line.
      for (const upload of added) if (upload.state === 'sending') await send(upload);
    },
    [send],
  );
  return { uploads, add, send, clear: () => setUploads((old) => old.filter((each) => each.state === 'sending')) };
}
