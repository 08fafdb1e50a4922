import { ActionIcon, Badge, Button, Group, Menu, Switch, Tooltip } from '@mantine/core';
import { ChevronDown, CircleDot, Play, Save, Settings2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RightButton, StateBadge } from '@/ui';
import { isDirty, useDocument, useEditor } from '../state/useEditor';
import classes from './page.module.css';
import type { Saving } from './useSaving';

interface Props {
  saving: Saving;
  /** Why the user may not change it. */
  editReason: string | undefined;
  startReason: string | undefined;
  onInfo: () => void;
  onSave: (online: boolean) => void;
  onOnline: (online: boolean) => void;
  onStart: () => void;
  onClose: () => void;
}

/** Name and state of the workflow, and what is done with the whole of it. */
export function TopBar({ saving, editReason, startReason, onInfo, onSave, onOnline, onStart, onClose }: Props) {
  const { t } = useTranslation('editor');
  const document = useDocument();
  const dirty = useEditor(isDirty);
  const { meta, busy } = saving;
  const online = meta?.releaseState === 'ONLINE';
  const canSave = dirty || !meta;
  const saveReason = editReason ?? (document.tasks.length === 0 ? t('top.empty') : canSave ? undefined : t('top.nothingToSave'));
  const startLabel = !meta || dirty || !online ? t('top.saveAndStart') : t('top.start');
  return (
    <header className={classes.top}>
      <h1 className={classes.name} title={document.name}>
        {document.name || t('top.untitled')}
      </h1>
      <Tooltip label={t('info.title')}>
        <ActionIcon aria-label={t('info.title')} onClick={onInfo}>
          <Settings2 size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {meta && <StateBadge state={meta.releaseState} />}
      {meta && (
        <Badge variant="default" size="md" fw={500}>
          {t('versions.version', { version: meta.version })}
        </Badge>
      )}
      <span role="status" className={classes.unsaved}>
        {canSave && document.tasks.length > 0 && (
          <>
            <CircleDot size={13} aria-hidden />
            {t('top.unsaved')}
          </>
        )}
      </span>
      <Group gap="xs" wrap="nowrap" ml="auto">
        <Tooltip label={editReason ?? (online ? t('top.onlineHelp') : t('top.offlineHelp'))} multiline maw={300}>
          <Switch
            label={t('top.online')}
            checked={online}
            disabled={editReason !== undefined || busy !== undefined || document.tasks.length === 0}
            onChange={(event) => onOnline(event.currentTarget.checked)}
          />
        </Tooltip>
        <RightButton variant="default" reason={startReason} leftSection={<Play size={15} aria-hidden />} onClick={onStart}>
          {startLabel}
        </RightButton>
        <Button.Group>
          <RightButton reason={saveReason} loading={busy === 'save'} leftSection={<Save size={15} aria-hidden />} onClick={() => onSave(false)}>
            {t('common:action.save')}
          </RightButton>
          {!online && (
            <Menu>
              <Menu.Target>
                <Button px={6} aria-label={t('top.moreSave')} disabled={editReason !== undefined || document.tasks.length === 0} style={{ borderLeft: '1px solid rgb(255 255 255 / 30%)' }}>
                  <ChevronDown size={15} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => onSave(true)}>{t('top.saveOnline')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Button.Group>
        <Tooltip label={t('common:action.close')}>
          <ActionIcon aria-label={t('common:action.close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </header>
  );
}
