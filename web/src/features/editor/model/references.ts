import type { TaskDocument } from './types';

/** Changes each text in a value, however deep. The same value comes back if no text changed. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) {
    const next = value.map((item) => mapTexts(item, change));
    return next.some((item, index) => item !== value[index]) ? next : value;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)] as const);
    return entries.some(([key, item]) => item !== (value as Record<string, unknown>)[key]) ? Object.fromEntries(entries) : value;
  }
  return value;
}

/** `${node.parameter}` in a task's parameters names the node it comes from: it follows when nodes get new names. */
export function renameReferences(task: TaskDocument, renamed: ReadonlyMap<string, string>): TaskDocument {
  const taskParams = mapTexts(task.taskParams, (text) => {
    if (!text.includes('${')) return text;
    let next = text;
    for (const [from, to] of renamed) {
      // A quote in a name would break the JSON text that parameters may be.
      if (!/["\\{}]/.test(to)) next = next.replaceAll(`\${${from}.`, () => `\${${to}.`);
    }
    return next;
  });
  return taskParams === task.taskParams ? task : { ...task, taskParams };
}
