import type { Resource } from './types';

export const mostBytes = 8 * 1024 * 1024;
/** Larger files are not opened in the editor. */
export const mostShown = 512 * 1024;

/** A folder of the tree; `path` ends with a slash, that of the root is ''. */
export interface Folder {
  name: string;
  path: string;
  folders: Folder[];
  /** Files in it and below. */
  files: number;
}

/** Folders are what stands before the slashes of paths. */
export function folderTree(resources: readonly Pick<Resource, 'path'>[]): Folder {
  const root: Folder = { name: '', path: '', folders: [], files: 0 };
  for (const { path } of resources) {
    let at = root;
    at.files++;
    for (const name of path.split('/').slice(0, -1)) {
      let next = at.folders.find((folder) => folder.name === name);
      if (!next) {
        next = { name, path: `${at.path}${name}/`, folders: [], files: 0 };
        at.folders.push(next);
      }
      at = next;
      at.files++;
    }
  }
  const sort = (folder: Folder) => {
    folder.folders.sort((a, b) => a.name.localeCompare(b.name));
    folder.folders.forEach(sort);
  };
  sort(root);
  return root;
}

export function findFolder(root: Folder, path: string): Folder | undefined {
  if (root.path === path) return root;
  const next = root.folders.find((folder) => path.startsWith(folder.path));
  return next && findFolder(next, path);
}

/** Files that lie in the folder itself. */
export function filesIn<T extends Pick<Resource, 'path'>>(resources: readonly T[], folder: string): T[] {
  return resources.filter(({ path }) => path.startsWith(folder) && !path.slice(folder.length).includes('/'));
}

export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** 'a//b/ ' → 'a/b/': a folder as the server takes it. */
export function asFolder(text: string): string {
  const parts = text.split('/').map((part) => part.trim()).filter(Boolean);
  return parts.length > 0 ? `${parts.join('/')}/` : '';
}

export function languageOf(path: string): 'json' | 'yaml' | 'sql' | 'shell' | 'text' {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (ending === 'json') return 'json';
  if (ending === 'yaml' || ending === 'yml') return 'yaml';
  if (ending === 'sql' || ending === 'ddl') return 'sql';
  if (['sh', 'bash', 'env', 'ksh'].includes(ending)) return 'shell';
  return 'text';
}

/** What is no text must not be edited as one: it would be saved changed. */
export function isText(content: string): boolean {
  return !content.includes('\uFFFD') && !content.includes('\0');
}
