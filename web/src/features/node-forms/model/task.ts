import type { JsonObject, TaskDocument } from '../types';
import { isObject, parseObject, withMember } from './json';

/**
 * A form works on the task itself: each field reads and writes its own member, so that everything else stays. A path is
 * `failRetryTimes` or `taskParams.tableMappings`.
 */

const nothing: JsonObject = {};
/** Each node's text is read once. */
const readTexts = new WeakMap<TaskDocument, JsonObject>();

/** The node's parameters; DolphinScheduler's files may hold them as a JSON text. */
export function paramsOf(task: TaskDocument): JsonObject {
  const given = task.taskParams;
  if (typeof given !== 'string') return isObject(given) ? given : nothing;
  let read = readTexts.get(task);
  if (!read) {
    read = parseObject(given) ?? nothing;
    readTexts.set(task, read);
  }
  return read;
}

/** A text that holds no parameters: it can only be edited as a text. */
export const hasBrokenParams = (task: TaskDocument) => typeof task.taskParams === 'string' && !parseObject(task.taskParams);

/** The task with other parameters, as a text if they were one. */
export function withParams(task: TaskDocument, params: JsonObject): TaskDocument {
  return { ...task, taskParams: typeof task.taskParams === 'string' ? JSON.stringify(params) : params };
}

export function readAt(task: TaskDocument, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  if (head !== 'taskParams' || rest.length === 0) return task[head];
  return rest.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), paramsOf(task));
}

function writeInto(object: JsonObject, names: string[], value: unknown): JsonObject {
  const [name = '', ...rest] = names;
  if (rest.length === 0) return withMember(object, name, value);
  const inner = object[name];
  const changed = writeInto(isObject(inner) ? inner : {}, rest, value);
  return withMember(object, name, Object.keys(changed).length === 0 ? undefined : changed);
}

/** The task with the member at the path; undefined takes it away. */
export function writeAt(task: TaskDocument, path: string, value: unknown): TaskDocument {
  const [head = '', ...rest] = path.split('.');
  if (head !== 'taskParams' || rest.length === 0) return withMember(task, head, value) as TaskDocument;
  return withParams(task, writeInto(paramsOf(task), rest, value));
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Numbers and switches may be texts ("2", "true"), as DolphinScheduler's UI sends them. */
export const flagOf = (value: unknown): boolean => value === true || value === 'true';

export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value)) return Number(value);
  return undefined;
}

/** The value to be kept: a text where a text stood. */
export function likeBefore(value: number | boolean, before: unknown): unknown {
  return typeof before === 'string' ? String(value) : value;
}

export const typeOf = (task: TaskDocument): string => task.taskType ?? textOf(task['type']);

/** Where the node's connection stands; new ones beside taskParams. */
export function connectionPath(task: TaskDocument): 'connection' | 'taskParams.connection' {
  return paramsOf(task)['connection'] !== undefined ? 'taskParams.connection' : 'connection';
}

export const connectionOf = (task: TaskDocument): string => textOf(readAt(task, connectionPath(task))) || 'embedded';

export interface TaskGroupUse {
  name: string;
  priority: number | undefined;
}

/** `taskGroup` is a name, or `{name, priority}`; the priority may stand beside it. */
export function taskGroupOf(task: TaskDocument): TaskGroupUse {
  const group = task['taskGroup'];
  const beside = numberOf(task['taskGroupPriority']);
  return isObject(group) ? { name: textOf(group['name']), priority: numberOf(group['priority']) ?? beside } : { name: textOf(group), priority: beside };
}

export function withTaskGroup(task: TaskDocument, use: TaskGroupUse): TaskDocument {
  const group = task['taskGroup'];
  if (use.name === '') return withMember(withMember(task, 'taskGroup', undefined), 'taskGroupPriority', undefined) as TaskDocument;
  if (isObject(group)) {
    const outside = group['priority'] === undefined && task['taskGroupPriority'] !== undefined;
    const named = { ...group, name: use.name };
    if (outside) return withMember({ ...task, taskGroup: named }, 'taskGroupPriority', use.priority) as TaskDocument;
    return { ...task, taskGroup: withMember(named, 'priority', use.priority) };
  }
  return withMember({ ...task, taskGroup: use.name }, 'taskGroupPriority', use.priority) as TaskDocument;
}

/** Files of the node. Entries are `{resourceName}`; what is something else is kept. */
export function resourcesOf(task: TaskDocument): string[] {
  const list = paramsOf(task)['resourceList'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => (isObject(entry) && typeof entry['resourceName'] === 'string' ? [entry['resourceName']] : []));
}

export function withResources(task: TaskDocument, names: string[]): TaskDocument {
  const before = paramsOf(task)['resourceList'];
  const list: unknown[] = Array.isArray(before) ? before : [];
  const kept = list.filter((entry) => !isObject(entry) || typeof entry['resourceName'] !== 'string' || names.includes(entry['resourceName']));
  const there = resourcesOf(task);
  const added = names.filter((name) => !there.includes(name)).map((resourceName) => ({ resourceName }));
  const next = [...kept, ...added];
  return writeAt(task, 'taskParams.resourceList', next.length === 0 && before === undefined ? undefined : next);
}
