import type { InstanceTask, WorkflowInstance } from '@/api/types';

/** docs/states.md: what may be asked of an instance, by its state. */
export type InstanceAction = 'pause' | 'resume' | 'stop' | 'rerun' | 'recover' | 'delete';

const instanceActions: Record<string, readonly InstanceAction[]> = {
  'serial wait': ['stop'],
  running: ['pause', 'stop'],
  pausing: ['resume', 'stop'],
  stopping: [],
  paused: ['resume', 'stop', 'rerun', 'recover'],
  success: ['rerun', 'delete'],
  failure: ['rerun', 'recover', 'delete'],
  killed: ['rerun', 'recover', 'delete'],
};

export function actionsOf(state: string): readonly InstanceAction[] {
  return instanceActions[state] ?? [];
}

/** Nothing more happens to it unless a person asks: its event stream has ended. */
export function isFinal(state: string): boolean {
  return state === 'success' || state === 'failure' || state === 'killed';
}

/** Something goes on or may begin at any moment: worth a look every few seconds. */
export function isMoving(state: string): boolean {
  return !isFinal(state) && state !== 'paused';
}

export type TaskAction = 'kill' | 'run' | 'force-success';

const killable = new Set(['waiting', 'delayed', 'queued', 'running', 'backing off', 'paused']);
const forcible = new Set(['failure', 'killed']);
const restartable = new Set(['success', 'forced success', 'failure', 'killed', 'upstream failed', 'passed over', 'paused']);

export function taskActionsOf(task: Pick<InstanceTask, 'state'>, instanceState: string): TaskAction[] {
  const atRest = isFinal(instanceState) || instanceState === 'paused';
  const actions: TaskAction[] = [];
  if (!atRest && killable.has(task.state)) actions.push('kill');
  if (atRest && restartable.has(task.state)) actions.push('run');
  if (atRest && instanceState !== 'success' && forcible.has(task.state)) actions.push('force-success');
  return actions;
}

/** The nodes whose failure keeps a node from running: the nearest ones before it that failed or were killed. */
export function causesOf(taskName: string, predecessors: ReadonlyMap<string, readonly string[]>, states: ReadonlyMap<string, string>): string[] {
  const causes = new Set<string>();
  const seen = new Set<string>([taskName]);
  const open = [...(predecessors.get(taskName) ?? [])];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const state = states.get(name);
    if (state === 'failure' || state === 'killed') causes.add(name);
    else if (state === 'upstream failed') open.push(...(predecessors.get(name) ?? []));
  }
  return [...causes];
}

/** What is counted in the header: how many nodes are in which state, the telling ones first. */
export function countStates(tasks: readonly Pick<InstanceTask, 'state'>[]): { state: string; count: number }[] {
  const order = ['failure', 'killed', 'upstream failed', 'running', 'backing off', 'queued', 'delayed', 'waiting', 'paused', 'passed over', 'forced success', 'success'];
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(task.state, (counts.get(task.state) ?? 0) + 1);
  const rank = (state: string) => (order.includes(state) ? order.indexOf(state) : order.length);
  return [...counts].map(([state, count]) => ({ state, count })).sort((a, b) => rank(a.state) - rank(b.state));
}

/** The command words of the API as keys of our words: "run node" has a space. */
export const commandKey = (instance: Pick<WorkflowInstance, 'command'>) => instance.command.replace(' ', '-');
