import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProblemEntry } from '@/api/problem';
import { EmptyState } from '@/ui';
import { useEditor } from '../state/useEditor';
import classes from './panels.module.css';

/** All that the server finds wrong; a click leads to the node. */
export function ProblemsPanel({ onOpen }: { onOpen: (name: string) => void }) {
  const { t } = useTranslation('editor');
  const { byTask, rest } = useEditor((state) => state.problems);
  if (byTask.size === 0 && rest.length === 0) return <EmptyState icon={CircleCheck} title={t('problems.none')} text={t('problems.noneText')} />;
  return (
    <div className={classes.list} role="list" aria-label={t('problems.title')}>
      {rest.map((problem, index) => (
        <div key={index} role="listitem" className={classes.problem}>
          <Level problem={problem} />
          <Words problem={problem} where={t('problems.workflow')} />
        </div>
      ))}
      {[...byTask].flatMap(([name, problems]) =>
        problems.map((problem, index) => (
          <div key={`${name}/${index}`} role="listitem">
            <button type="button" className={classes.problem} onClick={() => onOpen(name)}>
              <Level problem={problem} />
              <Words problem={problem} where={name} />
            </button>
          </div>
        )),
      )}
    </div>
  );
}

function Level({ problem }: { problem: ProblemEntry }) {
  const { t } = useTranslation('common');
  return problem.warning ? <TriangleAlert size={14} color="var(--tone-warning-fg)" aria-label={t('problem.warning')} /> : <CircleAlert size={14} color="var(--tone-danger-fg)" aria-label={t('problem.error')} />;
}

function Words({ problem, where }: { problem: ProblemEntry; where: string }) {
  const { t } = useTranslation('common');
  const more = [problem.expected && t('problem.expected', { expected: problem.expected }), problem.hint].filter(Boolean).join(' · ');
  return (
    <span>
      <span className={classes.where}>{where}</span>
      {problem.message}
      {more && <span className={classes.dim}>{more}</span>}
      {problem.path !== '$' && <code className={classes.dim}>{problem.path.replace(/^\$\./, '')}</code>}
    </span>
  );
}
