import { Checkbox, Group, Input, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { formatTime } from '@/ui';
import classes from '@/features/schedules/schedules.module.css';
import { offsetText } from '@/features/schedules/zones';
import { mostListed, type PlannedDates } from './backfill';

interface Props {
  planned: PlannedDates | undefined;
  zone: string;
  /** Dates that are left out. */
  left: ReadonlySet<string>;
  onLeft: (left: ReadonlySet<string>) => void;
}

/** The schedule times that a backfill would make, in its order; some may be left out. */
export function BackfillDates({ planned, zone, left, onLeft }: Props) {
  const { t } = useTranslation('runs');
  const { shownZone } = usePreferences();
  if (!planned) return null;
  const { dates, whole } = planned;
  const toggle = (date: string) => {
    const next = new Set(left);
    if (!next.delete(date)) next.add(date);
    onLeft(next);
  };
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Input.Label labelElement="div">
          {whole ? t('backfill.dates', { count: dates.length - left.size }) : t('backfill.datesMore', { count: mostListed })}
        </Input.Label>
        {left.size > 0 && (
          <UnstyledButton fz="xs" c="var(--mantine-color-anchor)" onClick={() => onLeft(new Set())}>
            {t('backfill.takeAll')}
          </UnstyledButton>
        )}
      </Group>
      {dates.length === 0 ? (
        <Text size="sm" c="var(--tone-warning-fg)">
          {t('backfill.noDates')}
        </Text>
      ) : (
        <div className={classes.dates} role="group" aria-label={t('backfill.datesLabel')} tabIndex={0}>
          {dates.map((date) => (
            <Checkbox
              key={date}
              size="xs"
              py={2}
              checked={!left.has(date)}
              disabled={!whole}
              onChange={() => toggle(date)}
              label={
                <>
                  {formatTime(date, zone)} <span className={classes.dim}>{offsetText(Date.parse(date), zone)}</span>
                  {zone !== shownZone && <span className={classes.dim}> · {t('backfill.yours', { time: formatTime(date, shownZone) })}</span>}
                </>
              }
            />
          ))}
        </div>
      )}
    </div>
  );
}
