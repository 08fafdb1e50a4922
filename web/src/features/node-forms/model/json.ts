import type { JsonObject } from '../types';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text as a JSON value; undefined if it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function parseObject(text: string): JsonObject | undefined {
  const value = parse(text);
  return isObject(value) ? value : undefined;
}

export const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** Equal as JSON; the order of members does not count, an absent member and an undefined one are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => sameJson(a[name], b[name]));
}

/** The object with the member, or without it for undefined; the order of the others stays. */
export function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  const rest = { ...object };
  delete rest[name];
  return rest;
}

const filePrefix = 'file://';

/** A value that names a file instead of holding the document. */
export const isFileValue = (text: string) => text.startsWith(filePrefix);
export const fileOf = (text: string) => text.slice(filePrefix.length);

/** `${name}` or `$[time]`: what the value will be is known when the node runs. `$${` is a plain `${`. */
export function hasPlaceholder(text: string): boolean {
  return /\$\{[^}]*\}|\$\[[^\]]+\]/.test(text.replaceAll('$${', ''));
}

/** A document's text, however it stands: as a text, or as an object. */
export function documentText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : pretty(value);
}

/** The document to be kept for an edited text: an object where an object stood, as long as it is one. */
export function documentValue(text: string, before: unknown): unknown {
  if (text.trim() === '') return undefined;
  return (isObject(before) ? parseObject(text) : undefined) ?? text;
}
