import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router-dom';
import { isProblem } from '@/api/client';
import { Logo } from '@/app/Logo';
import { useSession } from '@/app/session';
import { LanguageMenu, SchemeMenu } from '@/app/TopTools';
import { ErrorState } from '@/ui';
import classes from './LoginPage.module.css';
import { returnPath } from './returnPath';

export default function LoginPage() {
  const { t } = useTranslation('login');
  const { me, login } = useSession();
  const [search] = useSearchParams();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    document.title = `${t('title')} · dmsnode`;
  }, [t]);

  if (me) return <Navigate to={returnPath(search.get('return'))} replace />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await login(name.trim(), password);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  const refused = isProblem(error) && error.status === 401;
  return (
    <main className={classes.page}>
      <div className={classes.tools}>
        <LanguageMenu />
        <SchemeMenu />
      </div>
      <form className={classes.card} onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Stack gap={6} align="center" mb={4}>
            <Logo size={44} />
            <Title order={1} mt={4}>
              {t('heading')}
            </Title>
            <Text size="sm" c="dimmed" ta="center">
              {t('tagline')}
            </Text>
          </Stack>
          {refused && (
            <Alert color="red" variant="light" role="alert" p="xs">
              {t('refused')}
            </Alert>
          )}
          {error !== undefined && !refused && <ErrorState error={error} />}
          <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required withAsterisk={false} />
          <PasswordInput label={t('password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('show') }} />
          <Button type="submit" loading={busy} disabled={!name.trim() || !password} fullWidth mt={4}>
            {t('submit')}
          </Button>
          <Text size="xs" c="dimmed" ta="center">
            {t('first')}
          </Text>
        </Stack>
      </form>
    </main>
  );
}
