import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router-dom';
import { ErrorState } from '@/ui';
import { useSession } from './session';

/** Pages behind the log-in; who is not logged in comes back to the page after it. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { me, error, retry } = useSession();
  const { t } = useTranslation('common');
  const { pathname, search } = useLocation();
  if (me) return children;
  if (me === null) return <Navigate to={`/login?${new URLSearchParams({ return: pathname + search })}`} replace />;
  if (error) {
    return (
      <Center component="main" h="100vh" p="md">
        <ErrorState error={error} onRetry={retry} />
      </Center>
    );
  }
  return (
    <Center component="main" h="100vh">
      <Loader size="sm" aria-label={t('loading')} />
    </Center>
  );
}
