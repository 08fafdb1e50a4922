import type { operations } from '@/api/schema';
import type { Schedule } from '@/api/types';
import { formatTime } from '@/ui/format';
import { momentOf } from './zones';

export type ScheduleBody = NonNullable<operations['putSchedule']['requestBody']>['content']['application/json'];

/** A schedule while it is edited. Start and end are texts of the zone's clocks; '' is none. */
export interface ScheduleDraft {
  crontab: string;
  timezoneId: string;
  start: string;
  end: string;
  failureStrategy: 'CONTINUE' | 'END';
  missedFires: 'RUN_ALL' | 'RUN_LAST' | 'SKIP';
  priority: NonNullable<Schedule['priority']>;
  workerGroup: string;
  environment: string;
  notify: NonNullable<Schedule['notify']>;
  alarmGroup: string;
  startParams: NonNullable<Schedule['startParams']>;
  online: boolean;
}

const local = (time: string | undefined, zone: string) => (time ? formatTime(time, zone) : '');

export function draftOf(schedule: Schedule | null, zone: string): ScheduleDraft {
  const timezoneId = schedule?.timezoneId ?? zone;
  return {
    crontab: schedule?.crontab ?? '0 0 2 * * ?',
    timezoneId,
    start: local(schedule?.startTime, timezoneId),
    end: local(schedule?.endTime, timezoneId),
    failureStrategy: schedule?.failureStrategy ?? 'CONTINUE',
    missedFires: schedule?.missedFires ?? 'RUN_ALL',
    priority: schedule?.priority ?? 'MEDIUM',
    workerGroup: schedule?.workerGroup ?? 'default',
    environment: schedule?.environment ?? '',
    notify: schedule?.notify ?? 'NONE',
    alarmGroup: schedule?.alarmGroup ?? '',
    startParams: schedule?.startParams ?? [],
    online: schedule?.releaseState === 'ONLINE',
  };
}

export function instantOf(text: string, zone: string): string | undefined {
  const moment = text ? momentOf(text, zone) : NaN;
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}

/** The whole schedule is sent: what is left out would fall back to its default. */
export function bodyOf(draft: ScheduleDraft): ScheduleBody {
  const startTime = instantOf(draft.start, draft.timezoneId);
  const endTime = instantOf(draft.end, draft.timezoneId);
  return {
    crontab: draft.crontab.trim(),
    timezoneId: draft.timezoneId,
    failureStrategy: draft.failureStrategy,
    missedFires: draft.missedFires,
    priority: draft.priority,
    workerGroup: draft.workerGroup,
    environment: draft.environment,
    notify: draft.notify,
    alarmGroup: draft.notify === 'NONE' ? '' : draft.alarmGroup,
    startParams: draft.startParams.filter((parameter) => parameter.prop.trim() !== ''),
    ...(startTime && { startTime }),
    ...(endTime && { endTime }),
  };
}

/** Parameters with changed names and values; direction and type stay with the row, or come with the name after a row was taken away. */
export function withRows(old: ScheduleDraft['startParams'], rows: readonly { key: string; value: string }[]): ScheduleDraft['startParams'] {
  return rows.map(({ key, value }, index) => {
    const before = rows.length === old.length ? old[index] : old.find((parameter) => parameter.prop === key);
    return { direct: before?.direct ?? 'IN', type: before?.type ?? 'VARCHAR', prop: key, value };
  });
}
