import { Handle, Position as Side, type NodeProps } from '@xyflow/react';
import type { TFunction } from 'i18next';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { memo, useContext, useSyncExternalStore } from 'react';
import { lookOf, StateIcon } from '@/ui';
import { KindIcon, lookOfKind } from '../kinds';
import { isProhibited, kindOf } from '../model';
import { domIdOf, type NodeData, type TaskFlowNode } from './elements';
import { GraphContext, type GraphContextValue } from './graphContext';
import classes from './TaskNode.module.css';

const changeSigns = { added: '+', removed: '−', changed: '~' } as const;

function describe({ task, state, problems, change }: NodeData, { t, stateWord }: GraphContextValue): string {
  return [
    task.name,
    kindOf(task),
    isProhibited(task) && t('node.prohibited'),
    state && stateWord(state.state),
    state?.note,
    change && t(`diff.${change}`),
    problems.length > 0 && t('node.problems', { count: problems.length }),
  ]
    .filter(Boolean)
    .join(', ');
}

function ProblemMark({ problems, t }: { problems: NodeData['problems']; t: TFunction<'editor'> }) {
  if (problems.length === 0) return null;
  const errors = problems.filter((problem) => !problem.warning).length;
  const Icon = errors > 0 ? CircleAlert : TriangleAlert;
  const shown = problems.slice(0, 6);
  return (
    <span className={classes.mark} data-level={errors > 0 ? 'error' : 'warning'} data-testid="node-problems">
      <Icon size={13} aria-hidden />
      {problems.length}
      <span className={classes.messages} role="presentation">
        {shown.map((problem, index) => (
          <span key={index}>
            {problem.message}
            {problem.hint ? ` (${problem.hint})` : ''}
          </span>
        ))}
        {problems.length > shown.length && <span>{t('node.more', { count: problems.length - shown.length })}</span>}
      </span>
    </span>
  );
}

function TaskNodeView({ data, selected }: NodeProps<TaskFlowNode>) {
  const context = useContext(GraphContext)!;
  const { task, state, problems, change } = data;
  const { connecting, editable, t } = context;
  const target = useSyncExternalStore(connecting.subscribe, () => connecting.at(task.name));
  const kind = kindOf(task);
  const refused = target !== undefined && target !== 'open' ? target : undefined;
  return (
    <div
      id={domIdOf(task.name)}
      className={classes.node}
      role="group"
      aria-label={describe(data, context)}
      data-testid={`node-${task.name}`}
      data-kind={kind}
      data-tone={state ? lookOf(state.state).tone : lookOfKind(kind).tone}
      data-state={state?.state}
      data-selected={selected || undefined}
      data-prohibited={isProhibited(task) || undefined}
      data-change={change}
      data-target={target === undefined ? undefined : (refused ?? 'open')}
    >
      <span className={classes.icon} style={{ background: `var(--tone-${lookOfKind(kind).tone}-bg)` }}>
        <KindIcon kind={kind} />
      </span>
      <span className={classes.words}>
        <span className={classes.name} title={task.name}>
          {task.name}
        </span>
        <span className={classes.sub}>{state ? [context.stateWord(state.state), state.note].filter(Boolean).join(' · ') : isProhibited(task) ? t('node.prohibited') : kind}</span>
      </span>
      {state && (
        <span className={classes.state}>
          <StateIcon state={state.state} size={16} />
        </span>
      )}
      {change && <span className={classes.change}>{changeSigns[change]}</span>}
      <ProblemMark problems={problems} t={t} />
      {state?.progress !== undefined && (
        <span className={classes.progress} aria-hidden>
          <span style={{ width: `${Math.min(100, Math.max(0, state.progress))}%` }} />
        </span>
      )}
      {refused && refused !== 'self' && <span className={classes.refusal}>{t(`refusal.${refused}`)}</span>}
      <Handle type="target" position={Side.Left} className={classes.target!} isConnectable={editable} isConnectableStart={false} />
      <Handle type="source" position={Side.Right} className={editable ? classes.port! : classes.noPort!} isConnectable={editable} data-testid={`port-out-${task.name}`} title={editable ? t('node.port') : undefined}>
        {editable && <span aria-hidden>+</span>}
      </Handle>
    </div>
  );
}

export const TaskNode = memo(TaskNodeView);

/** Outside of components: a new object would draw all nodes anew. */
export const nodeTypes = { task: TaskNode };
