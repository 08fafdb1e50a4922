import type { Schedule, WorkflowInstance } from '@/api/types';

/** Groups of states that the overview counts. */
export interface StateCounts {
  running: number;
  failed: number;
  succeeded: number;
}

export function countStates(instances: Pick<WorkflowInstance, 'state'>[]): StateCounts {
  const counts = { running: 0, failed: 0, succeeded: 0 };
  for (const { state } of instances) {
    if (state === 'success') counts.succeeded++;
    else if (state === 'failure' || state === 'killed') counts.failed++;
    else if (state !== 'paused') counts.running++;
  }
  return counts;
}

/** The next fire of all schedules that are online. */
export function nextFire(schedules: Pick<Schedule, 'releaseState' | 'nextFire'>[]): string | undefined {
  return schedules
    .flatMap((schedule) => (schedule.releaseState === 'ONLINE' && schedule.nextFire ? [schedule.nextFire] : []))
    .sort()[0];
}

/** The newest instance of each workflow; `instances` begin with the newest. */
export function latestByWorkflow<T extends Pick<WorkflowInstance, 'workflowCode'>>(instances: T[]): Map<string, T> {
  const latest = new Map<string, T>();
  for (const instance of instances) if (!latest.has(instance.workflowCode)) latest.set(instance.workflowCode, instance);
  return latest;
}
