import type { ServerEvent } from '@/api/events';
import type { InstanceTask, WorkflowInstance } from '@/api/types';

/** What the page knows of a run: the server's rows, changed by its events. */
export interface RunView {
  instance: WorkflowInstance | undefined;
  tasks: InstanceTask[] | undefined;
}

interface InstanceEvent {
  state: string;
  runNumber?: number;
  message?: string;
}

interface TaskEvent {
  task: number;
  taskName: string;
  state: string;
  attempt: number;
  changed: string;
}

/**
 * Applies events of `…/instances/{code}/events`. Rows that did not change stay the same objects, so that what shows them
 * need not be drawn again. Events of tasks that are not known yet are left out: the rows come with the next read.
 */
export function applyEvents(view: RunView, events: readonly ServerEvent[]): RunView {
  let { instance, tasks } = view;
  const changed = new Map<number, TaskEvent>();
  for (const event of events) {
    const data = parse(event.data);
    if (!data) continue;
    if (event.type === 'task') changed.set((data as TaskEvent).task, data as TaskEvent);
    else if (instance && (event.type === 'instance' || event.type === 'end')) instance = withEvent(instance, data as InstanceEvent);
  }
  if (tasks && changed.size > 0) {
    let touched = false;
    const next = tasks.map((task) => {
      const event = changed.get(task.task);
      if (!event || (event.state === task.state && event.attempt === task.attempt) || event.changed < task.changed) return task;
      touched = true;
      const next = { ...task, state: event.state, attempt: event.attempt, changed: event.changed };
      delete next.wake;
      return next;
    });
    if (touched) tasks = next;
  }
  return instance === view.instance && tasks === view.tasks ? view : { instance, tasks };
}

/** The instance is gone: somebody deleted it. */
export function tellsDeletion(event: ServerEvent): boolean {
  return event.type === 'end' && (parse(event.data) as InstanceEvent | undefined)?.state === 'deleted';
}

function withEvent(instance: WorkflowInstance, event: InstanceEvent): WorkflowInstance {
  if (event.state === 'deleted') return instance;
  const runNumber = event.runNumber ?? instance.runNumber;
  const message = event.message ?? instance.message;
  if (event.state === instance.state && runNumber === instance.runNumber && message === instance.message) return instance;
  return { ...instance, state: event.state, runNumber, message };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
