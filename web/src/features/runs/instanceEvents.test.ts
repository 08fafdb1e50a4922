import { describe, expect, it } from 'vitest';
import type { InstanceTask, WorkflowInstance } from '@/api/types';
import { applyEvents, tellsDeletion } from './instanceEvents';

const event = (type: string, data: object) => ({ type, data: JSON.stringify(data), id: undefined });
const task = (index: number, state: string, attempt = 0): InstanceTask => ({ task: index, code: `${index}`, name: `t${index}`, taskType: 'SHELL', state, attempt, changed: '2026-01-01T00:00:00.000Z' });
const instance = { state: 'running', runNumber: 1, message: '' } as WorkflowInstance;

describe('applyEvents', () => {
  it('changes the tasks that an event names and keeps the other objects', () => {
    const view = { instance, tasks: [task(0, 'waiting'), task(1, 'waiting')] };
    const next = applyEvents(view, [event('task', { task: 1, taskName: 't1', state: 'running', attempt: 1, changed: '2026-01-01T00:00:01.000Z' })]);
    expect(next.tasks?.[1]).toMatchObject({ state: 'running', attempt: 1 });
    expect(next.tasks?.[0]).toBe(view.tasks[0]);
    expect(next.instance).toBe(instance);
  });

  it('takes the last of several events of a task, and forgets when it was to wake', () => {
    const view = { instance, tasks: [{ ...task(0, 'backing off', 1), wake: '2026-01-01T00:01:00.000Z' }] };
    const told = (state: string, second: number) => event('task', { task: 0, taskName: 't0', state, attempt: 2, changed: `2026-01-01T00:00:0${second}.000Z` });
    const next = applyEvents(view, [told('queued', 1), told('running', 2)]);
    expect(next.tasks?.[0]).toEqual({ ...task(0, 'running', 2), changed: '2026-01-01T00:00:02.000Z' });
  });

  it('is the same view if nothing is new, older than what was read, or not to be understood', () => {
    const view = { instance, tasks: [task(0, 'success', 1)] };
    expect(
      applyEvents(view, [
        event('instance', { state: 'running', runNumber: 1, message: '' }),
        event('task', { task: 0, taskName: 't0', state: 'success', attempt: 1, changed: '2026-01-01T00:00:09.000Z' }),
        event('task', { task: 0, taskName: 't0', state: 'running', attempt: 1, changed: '2025-12-31T00:00:00.000Z' }),
        event('task', { task: 7, taskName: 't7', state: 'running', attempt: 1, changed: '2026-01-01T00:00:00.000Z' }),
        { type: 'task', data: '{', id: undefined },
      ]),
    ).toBe(view);
  });

  it('tells the end and a deletion', () => {
    expect(applyEvents({ instance, tasks: undefined }, [event('end', { state: 'failure', runNumber: 1, message: 'why' })]).instance).toMatchObject({ state: 'failure', message: 'why' });
    expect(tellsDeletion(event('end', { state: 'deleted' }))).toBe(true);
    expect(applyEvents({ instance, tasks: undefined }, [event('end', { state: 'deleted' })]).instance).toBe(instance);
  });
});
