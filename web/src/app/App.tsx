import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { RouterProvider } from 'react-router-dom';
import { isProblem } from '@/api/client';
import { ConfirmProvider } from '@/ui/confirm';
import { PreferencesProvider } from './preferences';
import { makeRouter } from './routes';
import { SessionProvider } from './session';
import { cssVariables, theme } from './theme';

const colorSchemes = localStorageColorSchemeManager({ key: 'dmsnode.color-scheme' });

/** Asked again: what may have been bad luck. Not: what the server has refused. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 2 && (!isProblem(error) || error.status === 0 || error.status >= 500 || error.status === 429);
}

function makeClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, staleTime: 5_000 }, mutations: { retry: false } } });
}

export function App() {
  const [client] = useState(makeClient);
  const [router] = useState(makeRouter);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      <Suspense>
        <QueryClientProvider client={client}>
          <PreferencesProvider>
            <SessionProvider>
              <Notifications position="bottom-right" limit={4} />
              <ConfirmProvider>
                <RouterProvider router={router} future={{ v7_startTransition: true }} />
              </ConfirmProvider>
            </SessionProvider>
          </PreferencesProvider>
        </QueryClientProvider>
      </Suspense>
    </MantineProvider>
  );
}
