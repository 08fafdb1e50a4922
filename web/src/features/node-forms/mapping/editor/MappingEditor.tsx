import { ActionIcon, Alert, Button, Code, Group, Modal, Tabs, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { Filter, Plus, Redo2, Replace, Undo2 } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeEditor, useConfirm, type EditorProblem } from '@/ui';
import { mappingShape } from '../../completion/shapes';
import { useCompletion } from '../../fields/DocumentField';
import { useReturnFocus } from '../../fields/useReturnFocus';
import { hasPlaceholder } from '../../model/json';
import { hintPath, lintMapping, type RuleHint } from '../lint';
import { addRule, duplicateRule, moveRule, newSelection, newTransformation, removeRule, replaceRule, type Mapping } from '../rules';
import { PreviewPane } from './PreviewPane';
import { RuleRow } from './RuleRow';
import { SourceTree } from './SourceTree';
import { useMappingState } from './useMappingState';
import classes from './MappingEditor.module.css';

interface Props {
  text: string;
  connection: string;
  /** Endpoints, by name or ARN. */
  source: string;
  target: string;
  readOnly: boolean;
  onDone: (text: string) => void;
  onCancel: () => void;
}

function Rules({ mapping, hints, readOnly, onChange }: { mapping: Mapping; hints: RuleHint[]; readOnly: boolean; onChange: (mapping: Mapping) => void }) {
  const { t } = useTranslation('node-forms');
  const general = hints.filter((hint) => hint.index < 0);
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text className={classes.paneTitle} component="h3" m={0}>
          {t('mapping.rules', { count: mapping.rules.length })}
        </Text>
        {!readOnly && (
          <Group gap={6}>
            <Button size="compact-sm" variant="default" leftSection={<Filter size={13} aria-hidden />} onClick={() => onChange(addRule(mapping, newSelection(mapping, '%', '%')))}>
              {t('mapping.addSelection')}
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Replace size={13} aria-hidden />} onClick={() => onChange(addRule(mapping, newTransformation(mapping)))}>
              {t('mapping.addTransformation')}
            </Button>
          </Group>
        )}
      </Group>
      <div className={classes.scroll}>
        {mapping.rules.length === 0 ? (
          <Alert variant="light" color="gray" icon={<Plus size={16} aria-hidden />}>
            {t('mapping.empty')}
          </Alert>
        ) : (
          <>
            {general.map((hint) => (
              <Alert key={hint.key} variant="light" color="yellow" mb="xs" p="xs">
                {t(`ruleHint.${hint.key}`)}
              </Alert>
            ))}
            <ol style={{ listStyle: 'none', margin: 0, padding: 2, display: 'grid', gap: 8 }}>
              {mapping.rules.map((rule, index) => (
                <RuleRow
                  key={index}
                  rule={rule}
                  place={index + 1}
                  last={index === mapping.rules.length - 1}
                  hints={hints.filter((hint) => hint.index === index)}
                  readOnly={readOnly}
                  onChange={(next) => onChange(replaceRule(mapping, index, next))}
                  onMove={(step) => onChange(moveRule(mapping, index, step))}
                  onCopy={() => onChange(duplicateRule(mapping, index))}
                  onRemove={() => onChange(removeRule(mapping, index))}
                />
              ))}
            </ol>
          </>
        )}
      </div>
    </>
  );
}

/** The table mappings over the whole window: the source's tables, the rules, their JSON and what comes of them, all live. */
export function MappingEditor({ text, connection, source, target, readOnly, onDone, onCancel }: Props) {
  const { t } = useTranslation('node-forms');
  const ask = useConfirm();
  const narrow = useMediaQuery('(max-width: 1239px)') ?? false;
  useReturnFocus();
  const [tab, setTab] = useState<string>();
  const [state, dispatch] = useMappingState(text);
  const [settled] = useDebouncedValue(state.text, 500);
  const completions = useCompletion(mappingShape);
  const hints = useMemo(() => lintMapping(state.mapping), [state.mapping]);
  const problems = hints.map<EditorProblem>((hint) => ({ path: hintPath(hint), message: t(`ruleHint.${hint.key}`, hint.values ?? {}), warning: hint.index < 0 }));
  const dirty = state.text !== text;
  const close = () => {
    if (!dirty) return onCancel();
    ask({ title: t('common:unsaved.title'), text: t('common:unsaved.drawer'), confirmLabel: t('common:unsaved.discard'), danger: true, onConfirm: onCancel });
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const element = event.target as HTMLElement;
    if (!event.currentTarget.contains(element)) return;
    if (event.key === 'Escape' && !event.defaultPrevented && element.dataset['mantineStopPropagation'] !== 'true') close();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !state.broken && !readOnly) onDone(state.text);
  };
  const noPreview = source === '' || source.includes('${') ? t('preview.noSource') : state.broken ? t('mapping.broken') : settled.trim() === '' || hints.some((hint) => hint.key === 'noSelection') ? t('preview.noRules') : hasPlaceholder(settled) ? t('preview.placeholder') : undefined;

  const rules = (
    <>
      {state.broken && (
        <Alert variant="light" color="red" p="xs">
          {t('mapping.broken')}
        </Alert>
      )}
      <Rules mapping={state.mapping} hints={hints} readOnly={readOnly || state.broken} onChange={(mapping) => dispatch({ kind: 'mapping', mapping })} />
    </>
  );
  const json = <CodeEditor language="json" value={state.text} label={t('mapping.json')} height="100%" readOnly={readOnly} problems={state.broken ? [] : problems} completions={completions} onChange={(next) => dispatch({ kind: 'text', text: next })} />;
  const preview = <PreviewPane connection={connection} source={source} target={target} text={settled} reason={noPreview} />;
  const shown = narrow ? (tab ?? 'rules') : tab === 'json' ? 'json' : 'preview';
  const panel = (name: string, content: ReactNode) => (
    <Tabs.Panel value={name} style={{ flex: 1, minHeight: 0, display: shown === name ? 'flex' : 'none', flexDirection: 'column', gap: 8, paddingTop: 8 }}>
      {shown === name && content}
    </Tabs.Panel>
  );
  return (
    <Modal
      opened
      fullScreen
      closeOnEscape={false}
      onKeyDown={onKey}
      onClose={close}
      transitionProps={{ duration: 0 }}
      title={
        <Group gap={8}>
          <Text fw={600}>{t('mapping.title')}</Text>
          {source !== '' && <Code>{target === '' ? source : `${source} → ${target}`}</Code>}
        </Group>
      }
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      styles={{ content: { display: 'flex', flexDirection: 'column' }, header: { borderBottom: '1px solid var(--line)' }, body: { flex: 1, minHeight: 0, padding: 0, display: 'flex', flexDirection: 'column' } }}
    >
      <div className={classes.body} data-narrow={narrow || undefined}>
        <div className={classes.pane}>
          <Text className={classes.paneTitle} component="h3" m={0}>
            {t('tree.title')}
          </Text>
          <SourceTree connection={connection} source={source} mapping={state.mapping} readOnly={readOnly || state.broken} onChange={(mapping) => dispatch({ kind: 'mapping', mapping })} />
        </div>
        {!narrow && <div className={classes.pane}>{rules}</div>}
        <div className={classes.pane}>
          <Tabs value={shown} onChange={(next) => setTab(next ?? undefined)} style={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
            <Tabs.List>
              {narrow && <Tabs.Tab value="rules">{t('mapping.rulesTab')}</Tabs.Tab>}
              <Tabs.Tab value="preview">{t('preview.title')}</Tabs.Tab>
              <Tabs.Tab value="json">JSON</Tabs.Tab>
            </Tabs.List>
            {narrow && panel('rules', rules)}
            {panel('preview', preview)}
            {panel('json', json)}
          </Tabs>
        </div>
      </div>
      <Group justify="space-between" px="md" py="xs" style={{ borderTop: '1px solid var(--line)' }}>
        <Group gap={4}>
          <Tooltip label={t('mapping.undo')}>
            <ActionIcon aria-label={t('mapping.undo')} disabled={state.past.length === 0 || readOnly} onClick={() => dispatch({ kind: 'undo' })}>
              <Undo2 size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('mapping.redo')}>
            <ActionIcon aria-label={t('mapping.redo')} disabled={state.future.length === 0 || readOnly} onClick={() => dispatch({ kind: 'redo' })}>
              <Redo2 size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={close}>
            {t('common:action.cancel')}
          </Button>
          {!readOnly && (
            <Button disabled={state.broken} onClick={() => onDone(state.text)}>
              {t('mapping.done')}
            </Button>
          )}
        </Group>
      </Group>
    </Modal>
  );
}
