import { Badge, Button, Group, Text } from '@mantine/core';
import { Lock } from 'lucide-react';
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDrawer } from '@/ui';
import { DmsSection } from './dms/DmsSection';
import { useProjectParameters } from './api';
import { focusField, NodeFormContext, useFormPart } from './fields/form';
import { isBelow, NodeFormStore, type Inputs } from './fields/NodeFormStore';
import type { SectionInfo } from './fields/layout';
import { useDrawerWidth } from './fields/useDrawerWidth';
import { useReturnFocus } from './fields/useReturnFocus';
import { hasBrokenParams, typeOf } from './model/task';
import { ShellSection } from './scripts/ShellSection';
import { SqlSection } from './scripts/SqlSection';
import { UnknownSection } from './scripts/UnknownSection';
import { AttemptsSection, GeneralSection } from './sections/GeneralSection';
import { ParametersSection, PredecessorsSection, ResourcesSection } from './sections/ListSections';
import { ProblemSummary } from './sections/ProblemSummary';
import { SectionList } from './sections/SectionList';
import type { NodeFormProps, TaskDocument } from './types';
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

/** The fields. They listen to their own parts of the form: what else changes does not concern them. */
const Fields = memo(function Fields({ kind, originalName }: { kind: OwnKind | undefined; originalName: string }) {
  const Own = kind === undefined ? UnknownSection : ownSections[kind];
  return (
    <>
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
    </>
  );
});

function Title({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation('node-forms');
  const { name, type, readOnly } = useFormPart(({ task, readOnly }) => ({ name: task.name, type: typeOf(task), readOnly }));
  return (
    <Group gap={8} wrap="nowrap">
      <Badge variant="light" size="md">
        {type}
      </Badge>
      <Text fw={600} truncate>
        {isNew ? t('title.new') : name || t('title.unnamed')}
      </Text>
      {readOnly && (
        <Badge variant="light" color="gray" leftSection={<Lock size={11} aria-hidden />}>
          {t('readOnly')}
        </Badge>
      )}
    </Group>
  );
}

function useStore({ task, document, projectCode, problems, readOnly }: NodeFormProps): NodeFormStore {
  const { t } = useTranslation('node-forms');
  const { data } = useProjectParameters(projectCode);
  const inputs = useMemo<Inputs>(() => ({ document, projectCode, problems, readOnly, projectParameters: (data ?? []).map((each) => each.name), t }), [document, projectCode, problems, readOnly, data, t]);
  const [store] = useState(() => new NodeFormStore(task, inputs));
  useEffect(() => store.setInputs(inputs), [store, inputs]);
  return store;
}

/** The form of a node. It works on a copy: nothing of the workflow changes until it is applied. */
export function NodeFormDrawer(props: NodeFormProps) {
  const store = useStore(props);
  useReturnFocus();
  return (
    <NodeFormContext.Provider value={store}>
      <Drawer {...props} store={store} />
    </NodeFormContext.Provider>
  );
}

function Drawer({ isNew, readOnly, problems, onApply, onCancel, store }: NodeFormProps & { store: NodeFormStore }) {
  const { t } = useTranslation('node-forms');
  const { hints, entries, dirty, tried } = useFormPart(({ hints, entries, dirty, tried }) => ({ hints, entries, dirty, tried }));
  const kind = useFormPart((state) => ownKind(state.task));
  const { width, handle } = useDrawerWidth();
  const body = useRef<HTMLDivElement>(null);
  const sections = useSections(kind);
  const errors = entries.filter((entry) => !entry.warning);
  const mustChange = hints.some((hint) => hint.path === '$.name');
  const wide = width >= 760;

  const apply = () => {
    if (readOnly) return onCancel();
    if (hints.length === 0) return onApply(store.getState().task);
    store.setTried();
    // After what is missing has been marked.
    setTimeout(() => {
      const wrong = [...(body.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"], [role="alert"]') ?? [])][0]?.closest<HTMLElement>('[data-field]');
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
      title={<Title isNew={isNew} />}
      footer={
        tried && hints.length > 0 && !readOnly ? (
          <Group gap="xs">
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {t('attention', { count: hints.length })}
            </Text>
            {!mustChange && (
              <Button size="compact-sm" variant="subtle" onClick={() => onApply(store.getState().task)}>
                {t('applyAnyway')}
              </Button>
            )}
          </Group>
        ) : undefined
      }
    >
      <div ref={body} className={classes.body} data-narrow={!wide || undefined} onKeyDown={onKey}>
        {wide && <SectionList sections={sections} root={body} countOf={(section) => errors.filter((entry) => sectionOf(sections, entry.path) === section).length} />}
        <div style={{ minWidth: 0 }}>
          {problems.length > 0 && <ProblemSummary entries={entries} onPick={(path) => focusField(body.current, path)} />}
          <Fields kind={kind} originalName={store.original.name} />
        </div>
      </div>
    </FormDrawer>
  );
}
