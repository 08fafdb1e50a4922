import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, isProblem, ok, onSessionLost, setCsrfToken } from '@/api/client';
import { keys } from '@/api/queries';
import type { Me } from '@/api/types';
import { may, refusal, roleIn, type Right } from './rights';

interface Session {
  /** null: nobody is logged in. undefined: not known yet. */
  me: Me | null | undefined;
  error: Error | null;
  retry: () => void;
  login: (name: string, password: string) => Promise<void>;
  logout: () => Promise<void>;
}

const Context = createContext<Session | undefined>(undefined);

async function readMe(): Promise<Me | null> {
  try {
    const me = await ok(api.GET('/me'));
    // A page that was loaded anew gets the session's CSRF token here.
    setCsrfToken(me.csrfToken);
    return me;
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null;
    throw error;
  }
}

/** What another user has read must not be shown to this one. */
function become(client: QueryClient, me: Me | null) {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] });
  client.setQueryData(keys.me, me);
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.me, queryFn: readMe, staleTime: 60_000, retry: 1 });
  const { data: me, error, refetch } = query;

  useEffect(
    () =>
      onSessionLost(() => {
        setCsrfToken(undefined);
        client.setQueryData(keys.me, null);
      }),
    [client],
  );

  const login = useCallback(
    async (name: string, password: string) => {
      const reply = await ok(api.POST('/login', { body: { name, password } }));
      setCsrfToken(reply.me.csrfToken);
      become(client, reply.me);
    },
    [client],
  );
  const logout = useCallback(async () => {
    await ok(api.POST('/logout'));
    setCsrfToken(undefined);
    become(client, null);
  }, [client]);

  const value = useMemo(() => ({ me, error, retry: () => void refetch(), login, logout }), [me, error, refetch, login, logout]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('useSession needs SessionProvider');
  return session;
}

/** The user; only below RequireSession. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('useMe needs a session');
  return me;
}

/** `can(right)` says whether the user may, `why(right)` the reason why not (undefined if they may), for RightButton and ConfirmAction. */
export function useRights(projectCode?: string) {
  const { me } = useSession();
  const { t } = useTranslation('common');
  const can = (right: Right) => !!me && may(me, right, projectCode);
  return {
    can,
    why: (right: Right): string | undefined => (can(right) ? undefined : t(refusal(right))),
    role: me && projectCode !== undefined ? roleIn(me, projectCode) : undefined,
  };
}
