import type { TaskDocument } from '../types';
import { hasPlaceholder } from './json';
import { numberOf, readAt } from './task';

/** What the server would say, said while typing. `missing` is told once somebody wanted to go on. */
export interface Hint {
  path: string;
  key: string;
  values?: Record<string, string | number>;
  missing?: boolean;
  /** Of a rule of the table mappings: the member that it is about. */
  ruleMember?: string;
}

/** The hint for a whole number out of its bounds; texts with placeholders are the server's to judge. */
export function wholeHint(task: TaskDocument, path: string, least: number, most: number): Hint[] {
  const value = readAt(task, path);
  if (value === undefined || value === null || (typeof value === 'string' && hasPlaceholder(value))) return [];
  const number = numberOf(value);
  if (number !== undefined && Number.isInteger(number) && number >= least && number <= most) return [];
  return [{ path: `$.${path}`, key: 'whole', values: { least, most } }];
}
