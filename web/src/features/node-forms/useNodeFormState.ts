import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectParameters } from './api';
import { isBelow, type NodeForm } from './fields/form';
import { hintsFor, type Hint } from './model/hints';
import { sameJson } from './model/json';
import { readAt, writeAt } from './model/task';
import { visibleParameters } from './model/visibleParams';
import type { NodeFormProps, TaskDocument } from './types';

export interface Entry {
  path: string;
  message: string;
  warning: boolean;
}

/** `$.taskParams.tableMappings.rules[1]` → `taskParams.tableMappings`: what a change makes the server's word old. */
const memberOf = (path: string) => path.replace(/^\$\.?/, '').split(/[.[(]/).slice(0, path.startsWith('$.taskParams.') ? 2 : 1).join('.');

/** The node as it is being edited, what is wrong with it, and what its fields share. */
export function useNodeFormState({ task: given, document, projectCode, problems, readOnly }: NodeFormProps) {
  const { t } = useTranslation('node-forms');
  const [original] = useState(given);
  const [task, setTask] = useState<TaskDocument>(given);
  /** Somebody wanted to go on: what is missing is told now. */
  const [tried, setTried] = useState(false);
  const projectParameters = useProjectParameters(projectCode);

  const change = useCallback((update: (task: TaskDocument) => TaskDocument) => setTask((before) => update(before)), []);
  const hints = useMemo(() => (readOnly ? [] : hintsFor(task, document, original.name)), [task, document, original.name, readOnly]);
  const entries = useMemo(() => {
    const message = ({ ruleMember, key, values = {} }: Hint) => (ruleMember === undefined ? t(`hint.${key}`, values) : ruleMember === 'rules' ? t(`ruleHint.${key}`) : `${t(`member.${ruleMember}`)}: ${t(`ruleHint.${key}`, values)}`);
    const words = (hint: Hint): Entry => ({ path: hint.path, message: message(hint), warning: false });
    const told = hints.filter((hint) => tried || !hint.missing).map(words);
    // What was said of a value that has been changed since is said again when the server has seen it.
    const current = problems.filter((problem) => sameJson(readAt(task, memberOf(problem.path)), readAt(original, memberOf(problem.path))));
    const server = current.filter((problem) => !told.some((hint) => isBelow(problem.path, hint.path))).map<Entry>((problem) => ({ path: problem.path, message: problem.hint ? `${problem.message}; ${problem.hint}` : problem.message, warning: problem.warning ?? false }));
    return [...told, ...server];
  }, [hints, tried, problems, task, original, t]);
  const parameters = useMemo(() => visibleParameters(task, document, (projectParameters.data ?? []).map((each) => each.name)), [task, document, projectParameters.data]);

  const form = useMemo<NodeForm>(() => {
    const first = (path: string, warning: boolean) => entries.find((entry) => entry.warning === warning && isBelow(entry.path, `$.${path}`))?.message;
    return {
      task,
      document,
      projectCode,
      readOnly,
      change,
      set: (path, value) => change((before) => writeAt(before, path, value)),
      errorAt: (path) => first(path, false),
      warningAt: (path) => first(path, true),
      problemsIn: (path) => entries.filter((entry) => isBelow(entry.path, `$.${path}`)).map((entry) => ({ path: `$${entry.path.slice(path.length + 2)}`, message: entry.message, warning: entry.warning })),
      parameters,
    };
  }, [task, document, projectCode, readOnly, change, entries, parameters]);

  return { form, hints, entries, dirty: !sameJson(task, original), tried: () => setTried(true), wasTried: tried, originalName: original.name };
}
