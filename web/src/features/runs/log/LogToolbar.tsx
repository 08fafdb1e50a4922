import { ActionIcon, Button, Group, SegmentedControl, Text, TextInput, Tooltip } from '@mantine/core';
import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, Download, Search, WrapText, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './LogViewer.module.css';
import type { LogLevel } from './logLine';
import type { LogSearch } from './useLogSearch';

interface Props {
  search: LogSearch;
  /** Moves to the next match, from what is seen. */
  go: (step: 1 | -1) => void;
  level: LogLevel;
  onLevel: (level: LogLevel) => void;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  onStart: () => void;
  onDownload: () => void;
  downloading: boolean;
  /** Choice of the attempt. */
  children?: ReactNode;
}

export function LogToolbar({ search, go, level, onLevel, wrap, onWrap, follow, onFollow, onStart, onDownload, downloading, children }: Props) {
  const { t } = useTranslation('runs');
  const { state } = search;
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('log.tools')}>
      {children}
      <TextInput
        type="search"
        size="xs"
        w={190}
        value={search.needle}
        onChange={(event) => search.change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape' && search.needle !== '') {
            event.stopPropagation();
            search.change('');
          }
        }}
        placeholder={t('log.search')}
        aria-label={t('log.search')}
        leftSection={<Search size={13} aria-hidden />}
      />
      <Group gap={0} wrap="nowrap">
        <Tool label={t('log.previous')} onClick={() => go(-1)} disabled={search.needle === ''}>
          <ArrowUp size={15} aria-hidden />
        </Tool>
        <Tool label={t('log.next')} onClick={() => go(1)} disabled={search.needle === ''}>
          <ArrowDown size={15} aria-hidden />
        </Tool>
      </Group>
      <Text size="xs" c="dimmed" aria-live="polite">
        {state.kind === 'none' && t('log.noMatch')}
        {state.kind === 'failed' && t('log.searchFailed')}
        {state.kind === 'busy' && t('log.searching', { percent: state.percent })}
      </Text>
      {state.kind === 'busy' && (
        <Tool label={t('log.stopSearch')} onClick={search.cancel}>
          <X size={14} aria-hidden />
        </Tool>
      )}
      <div style={{ flex: 1 }} />
      <SegmentedControl
        size="xs"
        value={level}
        onChange={(value) => onLevel(value as LogLevel)}
        aria-label={t('log.level')}
        data={[
          { value: 'DEBUG', label: t('log.all') },
          { value: 'INFO', label: t('log.info') },
          { value: 'WARN', label: t('log.warn') },
          { value: 'ERROR', label: t('log.error') },
        ]}
      />
      <Group gap={0} wrap="nowrap">
        <Tool label={t('log.wrap')} onClick={() => onWrap(!wrap)} pressed={wrap}>
          <WrapText size={15} aria-hidden />
        </Tool>
        <Tool label={t('log.toStart')} onClick={onStart}>
          <ArrowUpToLine size={15} aria-hidden />
        </Tool>
        <Tool label={t('log.download')} onClick={onDownload} disabled={downloading}>
          <Download size={15} aria-hidden />
        </Tool>
      </Group>
      <Button size="compact-xs" variant={follow ? 'light' : 'default'} aria-pressed={follow} leftSection={<ArrowDownToLine size={13} aria-hidden />} onClick={() => onFollow(!follow)}>
        {t('log.follow')}
      </Button>
    </div>
  );
}

function Tool({ label, onClick, disabled = false, pressed, children }: { label: string; onClick: () => void; disabled?: boolean; pressed?: boolean; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} aria-pressed={pressed} variant={pressed ? 'light' : 'subtle'} color={pressed ? 'accent' : 'gray'} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
