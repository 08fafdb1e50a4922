import type { TaskDocument, WorkflowDocument } from '../types';
import { ancestors } from './graph';
import { readParameters } from './localParams';
import { paramsOf, typeOf } from './task';

export interface VisibleParameter {
  name: string;
  /** Where it comes from: `local`, `global`, `project`, `built-in`, or the name of a node. */
  from: string;
}

const builtIn = [
  'system.biz.date',
  'system.biz.curdate',
  'system.datetime',
  'system.workflow.instance.id',
  'system.workflow.definition.name',
  'system.task.instance.id',
  'system.task.definition.name',
];

const dmsOutputs = ['replicationTaskArn', 'replicationTaskIdentifier', 'rowsLoaded', 'tablesLoaded', 'tablesErrored', 'stopReason'];
const sqlOutputs = ['rows', 'result'];

/** Names of what a node hands on when it succeeds. */
export function outputsOf(task: TaskDocument): string[] {
  const own = readParameters(paramsOf(task)['localParams'])
    .filter((row) => row.direct === 'OUT' && row.name !== '')
    .map((row) => row.name);
  const type = typeOf(task);
  return [...new Set([...(type === 'DMS' ? dmsOutputs : type === 'SQL' ? sqlOutputs : []), ...own])];
}

/** What `${…}` may name in this node, the highest level first, each name once. */
export function visibleParameters(task: TaskDocument, document: WorkflowDocument, projectParameters: string[]): VisibleParameter[] {
  const all: VisibleParameter[] = [];
  for (const row of readParameters(paramsOf(task)['localParams'])) if (row.direct === 'IN') all.push({ name: row.name, from: 'local' });
  for (const before of ancestors(document, task.predecessors ?? [])) {
    for (const name of outputsOf(before)) all.push({ name, from: before.name }, { name: `${before.name}.${name}`, from: before.name });
  }
  for (const row of readParameters(document['globalParams'])) all.push({ name: row.name, from: 'global' });
  for (const name of projectParameters) all.push({ name, from: 'project' });
  for (const name of builtIn) all.push({ name, from: 'built-in' });
  const seen = new Set<string>();
  return all.filter(({ name }) => name !== '' && !seen.has(name) && seen.add(name));
}
