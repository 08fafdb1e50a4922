import { Badge, Code, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionChange } from '@/api/types';
import classes from './Changes.module.css';
import { asText, lineDiff } from './lineDiff';

const signs = { same: ' ', removed: '−', added: '+' } as const;

/** What changed between two versions: the workflow itself first, then node by node. */
export function Changes({ changes }: { changes: DefinitionChange[] }) {
  const { t } = useTranslation('workflows');
  const groups = useMemo(() => {
    const byTask = new Map<string, DefinitionChange[]>([['', []]]);
    for (const change of changes) byTask.set(change.task ?? '', [...(byTask.get(change.task ?? '') ?? []), change]);
    return [...byTask].filter(([, list]) => list.length > 0);
  }, [changes]);
  return (
    <Stack gap="lg">
      {groups.map(([task, list]) => (
        <section key={task} aria-label={task || t('diff.workflow')}>
          <Title order={3} mb={6}>
            {task || t('diff.workflow')}
          </Title>
          <Stack gap="xs">
            {list.map((change, index) => (
              <Change key={index} change={change} />
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

function Change({ change }: { change: DefinitionChange }) {
  const { t } = useTranslation('workflows');
  const lines = useMemo(() => lineDiff(asText(change.before), asText(change.after)), [change]);
  const gone = change.kind.endsWith('removed');
  const made = change.kind.endsWith('added');
  return (
    <div className={classes.change}>
      <div className={classes.head}>
        <Badge variant="light" color={gone ? 'red' : made ? 'teal' : 'accent'}>
          {t(`change.${change.kind}`)}
        </Badge>
        <Code>{change.path}</Code>
      </div>
      {lines.length > 0 && (
        <div className={classes.lines} tabIndex={0} role="group" aria-label={change.path}>
          {lines.map((line, index) => (
            <div key={index} className={`${classes.line} ${classes[line.kind]}`}>
              <span className={classes.sign} aria-hidden>
                {signs[line.kind]}
              </span>
              {line.kind !== 'same' && <span className="visually-hidden">{t(`diff.${line.kind}`)} </span>}
              <Text component="span" inherit>
                {line.text}
              </Text>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
