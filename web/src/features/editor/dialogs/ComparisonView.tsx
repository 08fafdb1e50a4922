import { Text } from '@mantine/core';
import { Equal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, lineDiff } from '@/features/workflows/lineDiff';
import { EmptyState } from '@/ui';
import { WorkflowGraph } from '../canvas/WorkflowGraph';
import { compare, isEmpty, type FieldChange, type TaskChange, type WorkflowDocument } from '../model';
import classes from './Comparison.module.css';

/** Two documents in one drawing, what differs coloured, and all differences as a list beside it. */
export function ComparisonView({ before, after }: { before: WorkflowDocument; after: WorkflowDocument }) {
  const { t } = useTranslation('editor');
  const comparison = useMemo(() => compare(before, after), [before, after]);
  const [selected, setSelected] = useState<string>();
  if (isEmpty(comparison)) return <EmptyState icon={Equal} title={t('compare.same')} text={t('compare.sameText')} />;
  return (
    <div className={classes.view}>
      <div className={classes.graph}>
        <WorkflowGraph document={comparison.document} changes={comparison.changes} selected={selected} onSelect={setSelected} label={t('compare.graph')} />
      </div>
      <div className={classes.list} aria-label={t('compare.list')} role="region" tabIndex={0}>
        {comparison.workflow.length > 0 && (
          <section>
            <h3 className={classes.name}>{t('problems.workflow')}</h3>
            <Fields fields={comparison.workflow} />
          </section>
        )}
        {comparison.tasks.map((change) => (
          <Task key={`${change.kind}/${change.name}`} change={change} selected={change.name === selected} onSelect={setSelected} />
        ))}
        {comparison.edges.length > 0 && (
          <section>
            <h3 className={classes.name}>{t('compare.edges')}</h3>
            {comparison.edges.map(({ kind, from, to }) => (
              <Text key={`${kind}/${from}/${to}`} size="xs" className={classes.edge} data-change={kind}>
                {kind === 'added' ? '+' : '−'} {from.trimEnd()} → {to.trimEnd()}
              </Text>
            ))}
          </section>
        )}
      </div>
    </div>
  );
}

function Task({ change, selected, onSelect }: { change: TaskChange; selected: boolean; onSelect: (name: string) => void }) {
  const { t } = useTranslation('editor');
  return (
    <section data-selected={selected || undefined}>
      <h3 className={classes.name}>
        <button type="button" className={classes.jump} onClick={() => onSelect(change.name)}>
          <span className={classes.tag} data-change={change.kind}>
            {t(`diff.${change.kind}`)}
          </span>{' '}
          {change.oldName !== undefined && `${change.oldName} → `}
          {change.name}
        </button>
      </h3>
      <Fields fields={change.fields} />
    </section>
  );
}

function Fields({ fields }: { fields: FieldChange[] }) {
  return fields.map((field) => (
    <div key={field.path} className={classes.field}>
      <code>{field.path}</code>
      <pre className={classes.lines}>
        {lineDiff(asText(field.before), asText(field.after)).map((line, index) => (
          <span key={index} data-kind={line.kind}>
            {`${line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '} ${line.text}\n`}
          </span>
        ))}
      </pre>
    </div>
  ));
}
