import { expect, it } from 'vitest';
import { needsAttention, newestFirst } from './recent';

it('tells workflows whose latest instance failed', () => {
  const at = (workflowCode: string, state: string, created: string) => ({ workflowCode, state, created });
  const sorted = newestFirst([at('1', 'failure', '2026-01-01'), at('2', 'failure', '2026-01-03'), at('1', 'success', '2026-01-02'), at('3', 'killed', '2026-01-01'), at('3', 'running', '2025-12-31')]);
  expect(sorted.map((each) => each.created)).toEqual(['2026-01-03', '2026-01-02', '2026-01-01', '2026-01-01', '2025-12-31']);
  expect(needsAttention(sorted).map((each) => each.workflowCode)).toEqual(['2', '3']);
});
