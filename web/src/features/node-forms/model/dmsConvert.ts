import type { JsonObject, TaskDocument } from '../types';
import { dmsFields } from './dmsFields';
import { documentText, isFileValue, isObject, parseObject, pretty, withMember } from './json';
import { respellTags } from './tags';
import { paramsOf, withParams } from './task';

/** What a conversion does that is not only another place for the same value. */
export interface ConversionNote {
  /** `replaced`: another value stood there. `lost`: the other side has no such parameter. */
  kind: 'replaced' | 'lost';
  name: string;
}

export type Conversion = { ok: true; task: TaskDocument; notes: ConversionNote[]; moved: number } | { ok: false; reason: 'file' | 'noJson' | 'empty' };

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/** Documents stand as objects in jsonData where they can: to be read, not to be escaped. */
function documentToJson(value: unknown): unknown {
  return typeof value === 'string' && !isFileValue(value) ? (parseObject(value) ?? value) : value;
}

/** Moves what the form's fields hold into jsonData, and switches to it. What jsonData held for other names stays. */
export function formToJson(task: TaskDocument): Conversion {
  let params = paramsOf(task);
  const before = isObject(params['jsonData']) ? params['jsonData'] : parseObject(documentText(params['jsonData']));
  const text = documentText(params['jsonData']);
  if (isFileValue(text)) return { ok: false, reason: 'file' };
  if (before === undefined && text.trim() !== '') return { ok: false, reason: 'noJson' };
  let json: JsonObject = before ?? {};
  const notes: ConversionNote[] = [];
  let moved = 0;
  for (const field of dmsFields) {
    const value = params[field.form];
    if (!isGiven(value)) {
      params = withMember(params, field.form, undefined);
      continue;
    }
    if (isGiven(json[field.aws])) notes.push({ kind: 'replaced', name: field.aws });
    json = { ...json, [field.aws]: field.kind === 'document' ? documentToJson(value) : field.kind === 'tags' ? respellTags(value, 'aws') : value };
    params = withMember(params, field.form, undefined);
    moved++;
  }
  if (moved === 0) return { ok: false, reason: 'empty' };
  params = { ...params, isJsonFormat: true, jsonData: isObject(params['jsonData']) ? json : pretty(json) };
  return { ok: true, task: withParams(task, params), notes, moved };
}

/** Moves what jsonData holds into the form's fields, and switches to them. Names that the form does not have are told. */
export function jsonToForm(task: TaskDocument): Conversion {
  let params = paramsOf(task);
  const given = params['jsonData'];
  const text = documentText(given);
  if (text.trim() === '') return { ok: false, reason: 'empty' };
  if (isFileValue(text)) return { ok: false, reason: 'file' };
  const json = isObject(given) ? given : parseObject(text);
  if (!json) return { ok: false, reason: 'noJson' };
  const notes: ConversionNote[] = [];
  let moved = 0;
  for (const [name, value] of Object.entries(json)) {
    const field = dmsFields.find((each) => each.aws === name);
    if (!field) {
      notes.push({ kind: 'lost', name });
      continue;
    }
    if (!isGiven(value)) continue;
    if (isGiven(params[field.form])) notes.push({ kind: 'replaced', name: field.form });
    params = { ...params, [field.form]: field.kind === 'document' ? documentText(value) : value };
    moved++;
  }
  params = { ...withMember(params, 'jsonData', undefined), isJsonFormat: false };
  return { ok: true, task: withParams(task, params), notes, moved };
}
