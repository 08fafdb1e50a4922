import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router-dom';
import { EmptyState, ErrorState } from '@/ui';

/** A page broke, or its code could not be read (a new release took the old files away): loading anew helps both. */
export function RouteError() {
  const error = useRouteError();
  return (
    <div style={{ padding: 24 }}>
      <ErrorState error={error} onRetry={() => window.location.reload()} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <EmptyState
      icon={Compass}
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={
        <Button component={Link} to="/" variant="default">
          {t('notFound.home')}
        </Button>
      }
    />
  );
}
