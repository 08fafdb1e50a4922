import { expect, it } from 'vitest';
import { countStates, latestByWorkflow, nextFire } from './counts';

it('counts, next fire and latest instances', () => {
  expect(countStates(['success', 'failure', 'killed', 'running', 'serial wait', 'paused', 'stopping'].map((state) => ({ state })))).toEqual({ running: 3, failed: 2, succeeded: 1 });
  expect(nextFire([{ releaseState: 'ONLINE', nextFire: '2026-02-02T00:00:00Z' }, { releaseState: 'OFFLINE', nextFire: '2026-01-01T00:00:00Z' }, { releaseState: 'ONLINE' }, { releaseState: 'ONLINE', nextFire: '2026-01-03T00:00:00Z' }])).toBe('2026-01-03T00:00:00Z');
  expect(latestByWorkflow([{ workflowCode: '1', n: 3 }, { workflowCode: '2', n: 2 }, { workflowCode: '1', n: 1 }]).get('1')?.n).toBe(3);
});
