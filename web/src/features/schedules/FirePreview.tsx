import { Skeleton, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/app/preferences';
import { formatRelative, formatTime, ProblemList } from '@/ui';
import type { usePreview } from './api';
import classes from './schedules.module.css';
import { offsetText } from './zones';

/** The next fires in the schedule's zone and, if it is another one, in the user's. */
export function FirePreview({ preview, zone }: { preview: ReturnType<typeof usePreview>; zone: string }) {
  const { t } = useTranslation('schedules');
  const { shownZone, language } = usePreferences();
  const { data, error, isFetching } = preview;
  const both = zone !== shownZone;
  if (error) {
    return (
      <Text size="sm" c="dimmed">
        {t('preview.wrong')}
      </Text>
    );
  }
  if (!data) return <Skeleton height={120} radius="md" />;
  const now = Date.now();
  return (
    <div style={{ opacity: isFetching ? 0.6 : 1 }} aria-live="polite">
      {data.problems.length > 0 && <ProblemList problems={data.problems} />}
      {data.fires.length === 0 ? (
        <Text size="sm" c="var(--tone-warning-fg)">
          {t('preview.none')}
        </Text>
      ) : (
        <table className={classes.fires} aria-label={t('preview.title')}>
          <thead>
            <tr>
              <th scope="col">{zone}</th>
              {both && <th scope="col">{t('preview.yours', { zone: shownZone })}</th>}
              <td />
            </tr>
          </thead>
          <tbody>
            {data.fires.map((fire) => (
              <tr key={fire}>
                <td>
                  {formatTime(fire, zone)} <span className={classes.dim}>{offsetText(Date.parse(fire), zone)}</span>
                </td>
                {both && <td>{formatTime(fire, shownZone)}</td>}
                <td className={classes.dim}>{formatRelative(fire, now, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
