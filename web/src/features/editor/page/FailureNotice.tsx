import { Button, CloseButton } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';
import { describeError } from '@/ui';
import classes from './page.module.css';
import type { Failure } from './useSaving';

/** One line: what was refused. Where and why stands at the nodes and in the list of problems. */
export function FailureNotice({ failure, onShow, onClose }: { failure: Failure; onShow: () => void; onClose: () => void }) {
  const { t } = useTranslation('editor');
  const { t: common } = useTranslation('common');
  const { title, text } = describeError(failure.cause, common);
  const problems = isProblem(failure.cause) ? failure.cause.problems.length : 0;
  return (
    <div className={classes.failure} role="alert">
      <CircleAlert size={16} aria-hidden />
      <strong>{failure.saved ? t('failure.savedNotOnline') : title}</strong>
      <span className={classes.failureText}>{text}</span>
      {problems > 0 && (
        <Button size="compact-xs" variant="default" onClick={onShow}>
          {t('failure.show')}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('common:action.close')} onClick={onClose} />
    </div>
  );
}
