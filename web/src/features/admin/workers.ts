import type { WorkerGroup } from '@/api/types';
import type { Worker } from './types';

/** A group and what its workers that live have to give. */
export interface GroupLoad {
  name: string;
  group: WorkerGroup | undefined;
  alive: number;
  dead: number;
  used: number;
  slots: number;
  /** The busiest machine's load for each core. */
  load: number | undefined;
}

export function loadOfGroups(groups: readonly WorkerGroup[], workers: readonly Worker[]): GroupLoad[] {
  const names = new Set([...groups.map((group) => group.name), ...workers.flatMap((worker) => worker.groups)]);
  return [...names].map((name) => {
    const own = workers.filter((worker) => worker.groups.includes(name));
    const alive = own.filter((worker) => worker.alive);
    return {
      name,
      group: groups.find((group) => group.name === name),
      alive: alive.length,
      dead: own.length - alive.length,
      used: alive.reduce((sum, worker) => sum + worker.used, 0),
      slots: alive.reduce((sum, worker) => sum + worker.slots, 0),
      load: alive.length > 0 ? Math.max(...alive.map((worker) => worker.load)) : undefined,
    };
  });
}
