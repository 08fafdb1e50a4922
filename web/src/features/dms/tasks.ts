import type { ReplicationTask } from './api';

export type StartType = 'start-replication' | 'resume-processing' | 'reload-target';

const moving = new Set(['creating', 'modifying', 'deleting', 'starting', 'running', 'stopping', 'moving', 'testing']);

/** It changes by itself: pages look often. */
export const isMoving = (task: Pick<ReplicationTask, 'Status'> | null | undefined) => moving.has(task?.Status ?? '');
export const isRunning = (task: Pick<ReplicationTask, 'Status'> | null | undefined) => task?.Status === 'running' || task?.Status === 'starting';
export const canStop = isRunning;
export const canDelete = (task: Pick<ReplicationTask, 'Status'>) => !isMoving(task);

/** Ways in which a task can be started now: the first run, then going on or all again. */
export function startTypes(task: Pick<ReplicationTask, 'Status'>): StartType[] {
  if (task.Status === 'ready') return ['start-replication'];
  if (task.Status === 'stopped' || task.Status === 'failed') return ['resume-processing', 'reload-target'];
  return [];
}

/** 'Stop Reason FULL_LOAD_ONLY_FINISHED' → 'FULL_LOAD_ONLY_FINISHED'. */
export const stopReasonOf = (task: Pick<ReplicationTask, 'StopReason'>) => task.StopReason?.replace(/^Stop Reason /, '');

/** Name of a thing whose ARN is known; else the ARN's last part. */
export function nameOfArn(arn: string, names: ReadonlyMap<string, string>): string {
  return names.get(arn) ?? arn.slice(arn.lastIndexOf(':') + 1);
}

export const timeOf = (seconds: number | undefined) => (seconds === undefined ? undefined : new Date(seconds * 1000).toISOString());

/** A JSON text laid out; as it is if it is none. */
export function pretty(json: string | undefined): string {
  if (!json) return '';
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
