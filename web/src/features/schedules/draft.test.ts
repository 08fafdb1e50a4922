import { expect, it } from 'vitest';
import type { Schedule } from '@/api/types';
import { bodyOf, draftOf, withRows } from './draft';

it('a schedule that is not changed is sent as it was, its times to the second', () => {
  const schedule = {
    crontab: '0 0 6 * * ?',
    timezoneId: 'Europe/Berlin',
    startTime: '2026-03-01T05:00:00.123Z',
    failureStrategy: 'END',
    notify: 'ALL',
    alarmGroup: 'ops',
    startParams: [{ prop: 'a', value: '1', type: 'INTEGER', direct: 'IN' }],
    releaseState: 'ONLINE',
  } as unknown as Schedule;
  const draft = draftOf(schedule, 'UTC');
  expect([draft.start, draft.online]).toEqual(['2026-03-01 06:00:00', true]);
  expect(bodyOf(draft)).toMatchObject({ crontab: '0 0 6 * * ?', startTime: '2026-03-01T05:00:00.000Z', failureStrategy: 'END', alarmGroup: 'ops', startParams: schedule.startParams });
  expect(bodyOf(draft)).not.toHaveProperty('endTime');
});

it('a new one begins in the user\'s zone and names no alarm group unless it tells something', () => {
  const draft = { ...draftOf(null, 'Asia/Shanghai'), alarmGroup: 'ops', startParams: withRows([], [{ key: '', value: 'x' }]) };
  expect(bodyOf(draft)).toMatchObject({ timezoneId: 'Asia/Shanghai', alarmGroup: '', startParams: [] });
});

it('types stay with their parameters', () => {
  const old = [
    { prop: 'a', value: '1', type: 'INTEGER' as const, direct: 'IN' as const },
    { prop: 'b', value: '2', type: 'DATE' as const, direct: 'IN' as const },
  ];
  expect(withRows(old, [{ key: 'renamed', value: '1' }, { key: 'b', value: '3' }]).map((one) => one.type)).toEqual(['INTEGER', 'DATE']);
  expect(withRows(old, [{ key: 'b', value: '2' }]).map((one) => one.type)).toEqual(['DATE']);
});
