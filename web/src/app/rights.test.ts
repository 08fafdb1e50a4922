import { expect, it } from 'vitest';
import type { Me } from '@/api/types';
import { may, roleIn } from './rights';

const person = (role: 'viewer' | 'operator' | 'admin'): Me => ({ code: '1', name: 'ann', administrator: false, scope: 'admin', roles: [{ projectCode: '7', role }] });

it('a role includes those below it, in its own project only', () => {
  const can = (role: 'viewer' | 'operator' | 'admin') => (['project.read', 'project.operate', 'project.edit', 'project.members'] as const).map((right) => may(person(role), right, '7'));
  expect(can('viewer')).toEqual([true, false, false, false]);
  expect(can('operator')).toEqual([true, true, false, false]);
  expect(can('admin')).toEqual([true, true, true, true]);
  expect(may(person('admin'), 'project.read', '8')).toBe(false);
  expect(may(person('admin'), 'shared.edit')).toBe(false);
  expect([may(person('viewer'), 'dms.operate'), may(person('operator'), 'dms.operate')]).toEqual([false, true]);
});

it('an administrator may everything', () => {
  const me: Me = { code: '1', name: 'root', administrator: true, scope: 'admin', roles: [] };
  expect(may(me, 'project.edit', '9') && may(me, 'users.manage')).toBe(true);
  expect(roleIn(me, '9')).toBe('admin');
});
