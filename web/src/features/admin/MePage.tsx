import { Button, Card, Input, PasswordInput, SegmentedControl, SimpleGrid, Stack, Text, Title, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isProblem, ok } from '@/api/client';
import { usePreferences } from '@/app/preferences';
import { useMe } from '@/app/session';
import { ZoneSelect } from '@/app/TopTools';
import type { Language } from '@/i18n';
import { CopyText, ErrorState, notifyDone, PageHeader } from '@/ui';
import { PasswordField } from './PasswordField';
import { shortestPassword } from './password';
import { TokenList } from './TokenList';

export default function MePage() {
  const { t } = useTranslation('admin');
  const me = useMe();
  return (
    <>
      <PageHeader
        title={t('me.title', { name: me.name })}
        description={
          <>
            {t(me.administrator ? 'me.administrator' : 'me.member')} · {t('me.code')} <CopyText text={me.code} mono />
          </>
        }
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" mb="lg">
        <Section title={t('me.preferences')}>
          <Preferences />
        </Section>
        <Section title={t('me.password')}>
          <ChangePassword />
        </Section>
      </SimpleGrid>
      <TokenList />
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder padding="md" radius="lg" bg="var(--surface-card)" component="section" aria-label={title} style={{ overflow: 'visible' }}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  );
}

function Preferences() {
  const { t } = useTranslation('admin');
  const { language, change } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="md">
      <Choice label={t('me.language')} value={language} onChange={(next) => change({ language: next as Language })} data={[{ value: 'en', label: 'English' }, { value: 'zh', label: '中文' }]} />
      <Choice label={t('me.scheme')} value={colorScheme} onChange={(next) => setColorScheme(next as MantineColorScheme)} data={(['light', 'dark', 'auto'] as const).map((each) => ({ value: each, label: t(`me.scheme.${each}`) }))} />
      <ZoneSelect />
      <Text size="xs" c="dimmed">
        {t('me.preferencesHelp')}
      </Text>
    </Stack>
  );
}

function Choice({ label, value, onChange, data }: { label: string; value: string; onChange: (value: string) => void; data: { value: string; label: string }[] }) {
  return (
    <div>
      <Input.Label labelElement="div" mb={4} style={{ display: 'block' }}>
        {label}
      </Input.Label>
      <SegmentedControl aria-label={label} value={value} onChange={onChange} data={data} />
    </div>
  );
}

function ChangePassword() {
  const { t } = useTranslation('admin');
  const [oldPassword, setOld] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useMutation({
    mutationFn: () => ok(api.PUT('/me/password', { body: { oldPassword, newPassword } })),
    onSuccess: () => {
      setOld('');
      setNew('');
      notifyDone(t('me.passwordDone'));
    },
  });
  const { error } = change;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const at = (path: string) => (isProblem(error) ? error.at(path) : undefined);
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput label={t('me.oldPassword')} value={oldPassword} onChange={(event) => setOld(event.currentTarget.value)} autoComplete="current-password" error={at('$.oldPassword')} visibilityToggleButtonProps={{ 'aria-label': t('password.show') }} required />
        <PasswordField value={newPassword} onChange={setNew} error={at('$.newPassword')} />
        {error && !at('$.oldPassword') && !at('$.newPassword') && <ErrorState error={error} />}
        <Text size="xs" c="dimmed">
          {t('me.passwordHelp')}
        </Text>
        <div>
          <Button type="submit" loading={change.isPending} disabled={!oldPassword || newPassword.length < shortestPassword}>
            {t('me.changePassword')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
