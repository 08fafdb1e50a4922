import type { TaskDocument, WorkflowDocument } from '../types';
import { dmsHints } from './dmsHints';
import { wholeHint, type Hint } from './hint';
import { isObject } from './json';
import { readParameters } from './localParams';
import { hasBrokenParams, paramsOf, taskGroupOf, textOf, typeOf } from './task';

const longestName = 255;

function nameHints(task: TaskDocument, document: WorkflowDocument, originalName: string): Hint[] {
  const path = '$.name';
  if (task.name.trim() === '') return [{ path, key: 'nameMissing', missing: true }];
  if (new TextEncoder().encode(task.name).length > longestName) return [{ path, key: 'tooLong', values: { most: longestName } }];
  const taken = (document.tasks ?? []).some((each) => each.name === task.name && each.name !== originalName);
  return taken ? [{ path, key: 'nameTaken' }] : [];
}

function parameterHints(task: TaskDocument): Hint[] {
  const seen = new Set<string>();
  return readParameters(paramsOf(task)['localParams']).flatMap((row, index): Hint[] => {
    const path = `$.taskParams.localParams[${index}]`;
    if (row.name === '') return [{ path, key: 'parameterNameMissing', missing: true }];
    if (/[${}]/.test(row.name)) return [{ path, key: 'parameterNameForm' }];
    if (seen.has(row.name)) return [{ path, key: 'parameterTwice' }];
    seen.add(row.name);
    return [];
  });
}

const most = 1_000_000_000;

function generalHints(task: TaskDocument): Hint[] {
  const timeout = task['timeoutFlag'] === 'OPEN' ? wholeHint(task, 'timeout', 1, most) : [];
  const group = taskGroupOf(task);
  return [
    ...wholeHint(task, 'failRetryTimes', 0, 10_000),
    ...wholeHint(task, 'failRetryInterval', 0, most),
    ...wholeHint(task, 'delayTime', 0, most),
    ...timeout,
    ...(isObject(task['taskGroup']) && group.name === '' ? [{ path: '$.taskGroup', key: 'nameMissing', missing: true }] : []),
    ...parameterHints(task),
  ];
}

const neededText = (task: TaskDocument, name: string): Hint[] => (textOf(paramsOf(task)[name]).trim() === '' ? [{ path: `$.taskParams.${name}`, key: 'needed', missing: true }] : []);

function sqlHints(task: TaskDocument): Hint[] {
  const expect = paramsOf(task)['expect'];
  return [
    ...neededText(task, 'datasource'),
    ...neededText(task, 'sql'),
    ...wholeHint(task, 'taskParams.limit', 0, 1000),
    ...wholeHint(task, 'taskParams.statementTimeout', 1, 2_592_000),
    ...(isObject(expect) && expect['rows'] !== undefined ? wholeHint(task, 'taskParams.expect.rows', 0, Number.MAX_SAFE_INTEGER) : []),
  ];
}

/** `originalName`: the name that the node had when the form opened. */
export function hintsFor(task: TaskDocument, document: WorkflowDocument, originalName: string): Hint[] {
  const type = hasBrokenParams(task) ? 'broken' : typeOf(task);
  const broken: Hint[] = [{ path: '$.taskParams', key: 'noDocument' }];
  const own = type === 'DMS' ? dmsHints(task) : type === 'SHELL' ? neededText(task, 'rawScript') : type === 'SQL' ? sqlHints(task) : type === 'broken' ? broken : [];
  return [...nameHints(task, document, originalName), ...generalHints(task), ...own];
}
export type { Hint } from './hint';
