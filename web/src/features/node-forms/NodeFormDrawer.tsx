import { Badge, Button, Group, Text } from '@mantine/core';
import { Lock } from 'lucide-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/ui';
import { DmsSection } from './dms/DmsSection';
import { focusField, isBelow, NodeFormContext } from './fields/form';
import type { SectionInfo } from './fields/layout';
import { useDrawerWidth } from './fields/useDrawerWidth';
import { hasBrokenParams, typeOf } from './model/task';
import { ShellSection } from './scripts/ShellSection';
import { SqlSection } from './scripts/SqlSection';
import { UnknownSection } from './scripts/UnknownSection';
import { AttemptsSection, GeneralSection } from './sections/GeneralSection';
import { ParametersSection, PredecessorsSection, ResourcesSection } from './sections/ListSections';
import { ProblemSummary } from './sections/ProblemSummary';
import { SectionList } from './sections/SectionList';
import type { NodeFormProps, TaskDocument } from './types';
import { useNodeFormState } from './useNodeFormState';
import classes from './NodeForms.module.css';

const ownSections = { DMS: DmsSection, SHELL: ShellSection, SQL: SqlSection };
type OwnKind = keyof typeof ownSections;

function ownKind(task: TaskDocument): OwnKind | undefined {
  const type = typeOf(task);
  return type in ownSections && !hasBrokenParams(task) ? (type as OwnKind) : undefined;
}

const attemptPaths = ['failRetryTimes', 'failRetryInterval', 'cpuQuota', 'memoryMax', 'delayTime', 'timeout', 'timeoutFlag', 'timeoutNotifyStrategy'];

function useSections(kind: OwnKind | undefined): SectionInfo[] {
  const { t } = useTranslation('node-forms');
  const own: SectionInfo = kind === undefined ? { id: 'unknown', title: t('section.unknown'), paths: ['taskParams'] } : { id: kind.toLowerCase(), title: t(`section.${kind.toLowerCase()}`), paths: ['taskParams', 'connection'] };
  const lists: SectionInfo[] = [
    { id: 'resources', title: t('section.resources'), paths: ['taskParams.resourceList'] },
    { id: 'parameters', title: t('section.parameters'), paths: ['taskParams.localParams'] },
  ];
  return [
    { id: 'general', title: t('section.general'), paths: ['name', 'flag', 'isCache', 'description', 'taskPriority', 'workerGroup', 'environment', 'taskGroup', 'taskGroupPriority'] },
    { id: 'attempts', title: t('section.attempts'), paths: attemptPaths },
    own,
    ...(kind === undefined ? [] : lists),
    { id: 'predecessors', title: t('section.predecessors'), paths: ['predecessors'] },
  ];
}

/** The section that a problem belongs to is the one that names the longest part of its path. */
function sectionOf(sections: SectionInfo[], path: string): SectionInfo | undefined {
  const lengths = sections.map((section) => Math.max(0, ...section.paths.filter((each) => isBelow(path, `$.${each}`)).map((each) => each.length)));
  const longest = Math.max(...lengths);
  return longest === 0 ? undefined : sections[lengths.indexOf(longest)];
}

/** The form of a node. It works on a copy: nothing of the workflow changes until it is applied. */
export function NodeFormDrawer(props: NodeFormProps) {
  const { isNew, readOnly, onApply, onCancel } = props;
  const { t } = useTranslation('node-forms');
  const { form, hints, entries, dirty, tried, wasTried, originalName } = useNodeFormState(props);
  const { width, handle } = useDrawerWidth();
  const body = useRef<HTMLDivElement>(null);
  const kind = ownKind(form.task);
  const sections = useSections(kind);
  const Own = kind === undefined ? UnknownSection : ownSections[kind];
  const errors = entries.filter((entry) => !entry.warning);
  const mustChange = hints.some((hint) => hint.path === '$.name');
  const type = typeOf(form.task);

  const apply = () => {
    if (readOnly) return onCancel();
    if (hints.length === 0) return onApply(form.task);
    tried();
    // After what is missing has been marked.
    setTimeout(() => {
      const wrong = body.current?.querySelector<HTMLElement>('[data-field]:has([aria-invalid="true"]), [data-field]:has([role="alert"])');
      focusField(body.current, wrong ? `$.${wrong.dataset['field']}` : (hints[0]?.path ?? '$'));
    }, 30);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.currentTarget.contains(event.target as HTMLElement)) return;
    event.preventDefault();
    apply();
  };

  return (
    <FormDrawer
      opened
      size={width}
      dirty={dirty && !readOnly}
      onClose={onCancel}
      onSubmit={apply}
      submitLabel={readOnly ? t('close') : t('apply')}
      edge={<div className={classes.handle} aria-label={t('resize')} {...handle} />}
      title={
        <Group gap={8} wrap="nowrap">
          <Badge variant="light" size="md">
            {type}
          </Badge>
          <Text fw={600} truncate>
            {isNew ? t('title.new') : form.task.name || t('title.unnamed')}
          </Text>
          {readOnly && (
            <Badge variant="light" color="gray" leftSection={<Lock size={11} aria-hidden />}>
              {t('readOnly')}
            </Badge>
          )}
        </Group>
      }
      footer={
        wasTried && hints.length > 0 && !readOnly ? (
          <Group gap="xs">
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {t('attention', { count: hints.length })}
            </Text>
            {!mustChange && (
              <Button size="compact-sm" variant="subtle" onClick={() => onApply(form.task)}>
                {t('applyAnyway')}
              </Button>
            )}
          </Group>
        ) : undefined
      }
    >
      <NodeFormContext.Provider value={form}>
        <div ref={body} className={classes.body} data-narrow={width < 760 || undefined} onKeyDown={onKey}>
          {width >= 760 && <SectionList sections={sections} root={body} countOf={(section) => errors.filter((entry) => sectionOf(sections, entry.path) === section).length} />}
          <div style={{ minWidth: 0 }}>
            {props.problems.length > 0 && <ProblemSummary entries={entries} onPick={(path) => focusField(body.current, path)} />}
            <GeneralSection />
            <AttemptsSection />
            <Own />
            {kind !== undefined && (
              <>
                <ResourcesSection />
                <ParametersSection />
              </>
            )}
            <PredecessorsSection originalName={originalName} />
          </div>
        </div>
      </NodeFormContext.Provider>
    </FormDrawer>
  );
}
