import type { Me } from '@/api/types';

/** The rights of docs/security.md that the UI asks for. */
export type Right =
  | 'project.read'
  | 'project.operate'
  | 'project.edit'
  | 'project.members'
  | 'project.create'
  | 'shared.edit'
  | 'users.manage'
  | 'audit.read'
  | 'alarms.read'
  | 'alarms.operate'
  /** Start, stop and change replication tasks: who operates some project. */
  | 'dms.operate';

type Role = Me['roles'][number]['role'];

const rank: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };
const needed: Partial<Record<Right, Role>> = { 'project.read': 'viewer', 'project.operate': 'operator', 'project.edit': 'admin', 'project.members': 'admin' };

export function roleIn(me: Me, projectCode: string): Role | undefined {
  if (me.administrator) return 'admin';
  return me.roles.find((entry) => entry.projectCode === projectCode)?.role;
}

export function may(me: Me, right: Right, projectCode?: string): boolean {
  if (me.administrator) return true;
  if (right === 'dms.operate') return me.roles.some((entry) => rank[entry.role] >= rank.operator);
  const least = needed[right];
  if (!least || projectCode === undefined) return false;
  const role = roleIn(me, projectCode);
  return role !== undefined && rank[role] >= rank[least];
}

/** Key of the words (namespace common) that say who may. */
export function refusal(right: Right): string {
  if (right === 'dms.operate') return 'right.needsOperator';
  const least = needed[right];
  return least === undefined ? 'right.needsAdministrator' : least === 'operator' ? 'right.needsProjectOperator' : 'right.needsProjectAdmin';
}
