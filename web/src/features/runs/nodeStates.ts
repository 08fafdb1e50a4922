import type { TFunction } from 'i18next';
import type { NodeState } from '@/features/editor';
import { readProgress } from './dms/progress';
import type { TaskRow } from './TasksTable';

/** What the graph shows on each node beside its name. */
export function nodeStates(rows: readonly TaskRow[], t: TFunction<'runs'>): Record<string, NodeState> {
  return Object.fromEntries(rows.map((row) => [row.task.name, stateOf(row, t)]));
}

function stateOf({ task, attempt, causes }: TaskRow, t: TFunction<'runs'>): NodeState {
  const node: NodeState = { state: task.state };
  if (causes.length > 0) node.note = t('graph.because', { names: causes.join(', ') });
  else if (task.attempt > 1) node.note = t('graph.attempt', { number: task.attempt });
  if (task.taskType === 'DMS' && task.state === 'running') {
    const progress = readProgress(attempt?.progress);
    node.progress = progress?.percent;
    if (progress?.percent !== undefined) node.note = `${progress.percent} %`;
    else if (progress?.phase) node.note = t(`phase.${progress.phase}`, { defaultValue: progress.phase });
  }
  return node;
}
