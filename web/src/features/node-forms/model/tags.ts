import type { JsonObject } from '../types';
import { isObject } from './json';
import { textOf } from './task';

export interface TagRow {
  key: string;
  value: string;
  /** The tag as it stood: its spelling (`Key` or `key`) and further members are kept. */
  origin?: JsonObject;
}

const spelling = (tag: JsonObject, name: 'Key' | 'Value') => (tag[name] !== undefined || tag[name.toLowerCase()] === undefined ? name : name.toLowerCase());

export function readTags(value: unknown): TagRow[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((tag) => ({ key: textOf(tag[spelling(tag, 'Key')]), value: textOf(tag[spelling(tag, 'Value')]), origin: tag }));
}

export function writeTags(rows: TagRow[], before: unknown): unknown {
  if (rows.length === 0 && !Array.isArray(before)) return before;
  // New tags are spelt as the others are.
  const first = rows.find((row) => row.origin)?.origin ?? {};
  const list = rows.map(({ key, value, origin }) => {
    const like = origin ?? first;
    const tag: JsonObject = { ...origin };
    const keyName = spelling(like, 'Key');
    const valueName = spelling(like, 'Value');
    if (!origin || textOf(origin[keyName]) !== key) tag[keyName] = key;
    if (!origin || textOf(origin[valueName]) !== value) tag[valueName] = value;
    return tag;
  });
  return list.length === 0 ? undefined : list;
}

const awsNames: Record<string, string> = { key: 'Key', value: 'Value', resourceArn: 'ResourceArn' };

/** The tags in the spelling of the AWS API, or of the form. */
export function respellTags(value: unknown, to: 'aws' | 'form'): unknown {
  if (!Array.isArray(value)) return value;
  const names = to === 'aws' ? awsNames : Object.fromEntries(Object.entries(awsNames).map(([form, aws]) => [aws, form]));
  return value.map((tag: unknown) => (isObject(tag) ? Object.fromEntries(Object.entries(tag).map(([name, given]) => [names[name] ?? name, given])) : tag));
}
