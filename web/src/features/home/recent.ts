import type { WorkflowInstance } from '@/api/types';
import { latestByWorkflow } from '@/features/projects/counts';

export function newestFirst<T extends Pick<WorkflowInstance, 'created'>>(instances: T[]): T[] {
  return [...instances].sort((a, b) => b.created.localeCompare(a.created));
}

/** What wants a look: workflows whose latest instance failed or was killed. A later success settles an earlier failure. */
export function needsAttention<T extends Pick<WorkflowInstance, 'workflowCode' | 'state'>>(newest: T[]): T[] {
  return [...latestByWorkflow(newest).values()].filter((instance) => instance.state === 'failure' || instance.state === 'killed');
}
