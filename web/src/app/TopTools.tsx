import { ActionIcon, Menu, Popover, Select, Text, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Check, ChevronDown, Globe, Languages, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { languages, type Language } from '@/i18n';
import { notifyError } from '@/ui';
import { browserZone, usePreferences } from './preferences';
import { useMe, useSession } from './session';

/** Colour scheme, language, time zone and user at the right of the top bar. */
export function TopTools() {
  return (
    <>
      <ZoneMenu />
      <LanguageMenu />
      <SchemeMenu />
      <UserMenu />
    </>
  );
}

function Mark({ on }: { on: boolean }) {
  return on ? <Check size={14} aria-hidden /> : <span style={{ width: 14 }} />;
}

export function SchemeMenu() {
  const { t } = useTranslation('shell');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const computed = useComputedColorScheme('light');
  const choices: [MantineColorScheme, typeof Sun][] = [['light', Sun], ['dark', Moon], ['auto', Monitor]];
  const Icon = computed === 'dark' ? Moon : Sun;
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('scheme')}>
          <ActionIcon size={32} aria-label={t('scheme')}>
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(([scheme, SchemeIcon]) => (
          <Menu.Item key={scheme} role="menuitemradio" aria-checked={colorScheme === scheme} leftSection={<SchemeIcon size={15} aria-hidden />} rightSection={<Mark on={colorScheme === scheme} />} onClick={() => setColorScheme(scheme)}>
            {t(`scheme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const languageNames: Record<Language, string> = { en: 'English', zh: '中文' };

export function LanguageMenu() {
  const { t } = useTranslation('shell');
  const { language, change } = usePreferences();
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('language')}>
          <ActionIcon size={32} aria-label={t('language')}>
            <Languages size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((each) => (
          <Menu.Item key={each} role="menuitemradio" aria-checked={language === each} rightSection={<Mark on={language === each} />} onClick={() => change({ language: each })} lang={each}>
            {languageNames[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ZoneMenu() {
  const { t } = useTranslation('shell');
  const { shownZone } = usePreferences();
  return (
    <Popover width={280} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton px={8} h={32} fz="xs" c="dimmed" aria-label={t('zone.label', { zone: shownZone })} style={{ display: 'flex', alignItems: 'center', gap: 6, borderRadius: 6, whiteSpace: 'nowrap' }}>
          <Globe size={15} aria-hidden />
          {shownZone}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={t('zone')}>
        <ZoneSelect />
        <Text size="xs" c="dimmed" mt={6}>
          {t('zone.help')}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The zone in which times are shown; also on the page of one's own preferences. */
export function ZoneSelect() {
  const { t } = useTranslation('shell');
  const { zone, change } = usePreferences();
  const zones = useMemo(
    () => [{ value: '', label: t('zone.browser', { zone: browserZone() }) }, { value: 'UTC', label: 'UTC' }, ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC').map((name) => ({ value: name, label: name }))],
    [t],
  );
  return <Select label={t('zone')} data={zones} value={zone} onChange={(value) => change({ zone: value ?? '' })} searchable allowDeselect={false} limit={60} nothingFoundMessage={t('zone.none')} comboboxProps={{ withinPortal: false }} />;
}

function UserMenu() {
  const { t } = useTranslation('shell');
  const { logout } = useSession();
  const me = useMe();
  const navigate = useNavigate();
  const leave = () => logout().then(() => navigate('/login'), notifyError);
  return (
    <Menu width={200}>
      <Menu.Target>
        <UnstyledButton ml={4} px={6} h={32} aria-label={t('user.menu', { name: me.name })} style={{ display: 'flex', alignItems: 'center', gap: 8, borderRadius: 6 }}>
          <UserRound size={16} aria-hidden />
          <Text size="sm" fw={500} maw={120} truncate>
            {me.name}
          </Text>
          <ChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(me.administrator ? 'user.administrator' : 'user.member')}</Menu.Label>
        <Menu.Item component={Link} to="/me" leftSection={<UserRound size={15} aria-hidden />}>
          {t('user.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={() => void leave()}>
          {t('user.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
