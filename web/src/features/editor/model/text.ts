import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { documentOf, type ShapeFault } from './shape';
import type { WorkflowDocument } from './types';

export type TextLanguage = 'yaml' | 'json';

export interface SyntaxFault {
  line: number;
  message: string;
}

export type ParsedText = { document: WorkflowDocument } | { syntax: SyntaxFault[] } | { faults: ShapeFault[] };

const workflowOrder = { first: ['name', 'description', 'executionType', 'timeout', 'globalParams', 'connections'], last: ['tasks'] };
const taskOrder = { first: ['name', 'code', 'taskType', 'type', 'description', 'predecessors', 'connection', 'flag'], last: ['taskParams', 'position'] };

/** The same members in the order in which people read them. */
function inOrder<T extends object>(value: T, { first, last }: { first: string[]; last: string[] }): T {
  const rank = (name: string) => (first.includes(name) ? first.indexOf(name) : last.includes(name) ? 1000 + last.indexOf(name) : 500);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b))) as T;
}

export function textOf(written: WorkflowDocument, language: TextLanguage): string {
  const document = inOrder({ ...written, tasks: written.tasks.map((task) => inOrder(task, taskOrder)) }, workflowOrder);
  return language === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** JSON is YAML too, and so gets the same lines with its mistakes. */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (parsed.errors.length > 0) {
    return { syntax: parsed.errors.map((error) => ({ line: lines.linePos(error.pos[0]).line, message: error.message })) };
  }
  return documentOf(parsed.toJS({ maxAliasCount: 100 }) as unknown);
}

/** `$.tasks[2].taskParams` as the steps that lead there. */
export function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g)].map((step) => step[1] ?? step[3] ?? Number(step[2]));
}

/** For each path the line where its value begins, or the nearest parent's. */
export function linesOf(text: string, paths: readonly string[]): number[] {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  return paths.map((path) => {
    for (let steps = stepsOf(path); ; steps = steps.slice(0, -1)) {
      const node: unknown = steps.length === 0 ? parsed.contents : parsed.getIn(steps, true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      if (steps.length === 0) return 1;
    }
  });
}
