import createClient from 'openapi-fetch';
import { problemOf, unreachable } from './problem';
import type { paths } from './schema';

export { ApiProblem, isProblem, type ProblemEntry } from './problem';

export const apiRoot = '/api/v1';

let csrfToken: string | undefined;
const onLost = new Set<() => void>();

/** The session's token for the header of writing requests; log-in and `GET /me` tell it. */
export function setCsrfToken(token: string | undefined) {
  csrfToken = token;
}

/** Calls `listener` when the server says that the session is over. */
export function onSessionLost(listener: () => void): () => void {
  onLost.add(listener);
  return () => onLost.delete(listener);
}

async function checked(request: Request): Promise<Response> {
  if (request.method !== 'GET' && csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw unreachable(cause);
  }
  return accepted(response, request.url);
}

async function accepted(response: Response, url: string): Promise<Response> {
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (response.status === 401 && !url.endsWith('/login')) onLost.forEach((tell) => tell());
  throw problem;
}

const base = () => new URL(apiRoot, window.location.origin).toString();

/** The typed client. Every answer but 2xx is thrown as ApiProblem: `await ok(api.GET(…))` is the reply itself. */
export const api = createClient<paths>({ baseUrl: base(), credentials: 'same-origin', fetch: checked });

/** A new Idempotency-Key: the same request with the same key is done once, also if it is sent again after a lost answer. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The reply of a call of `api`, without the `undefined` of failures, which are thrown. */
export async function ok<T>(answer: Promise<{ data?: T | undefined }>): Promise<T> {
  return (await answer).data as T;
}

export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** A call of a route that the contract does not have (yet): `path` is below /api/v1, the body is JSON. */
export async function callJson<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const headers = new Headers(options.headers);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  const response = await checked(
    new Request(base() + path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(options.signal && { signal: options.signal }),
    }),
  );
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Sends bytes or text as they are (YAML documents, resources) and reads the reply as JSON. */
export async function callRaw<T>(method: 'POST' | 'PUT', path: string, body: BodyInit, contentType: string, options: CallOptions = {}): Promise<T> {
  const response = await checked(
    new Request(base() + path, {
      method,
      body,
      credentials: 'same-origin',
      headers: { ...options.headers, 'Content-Type': contentType },
      ...(options.signal && { signal: options.signal }),
    }),
  );
  return (await response.json()) as T;
}

/** Sends a file and tells how much of it is sent, from 0 to 1: fetch cannot. */
export function callUpload<T>(method: 'POST' | 'PUT', path: string, file: Blob, onProgress: (part: number) => void, options: CallOptions = {}): Promise<T> {
  const sent = new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, base() + path);
    const headers = { ...options.headers, 'Content-Type': 'application/octet-stream', ...(csrfToken && { 'X-CSRF-Token': csrfToken }) };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(unreachable(new Error('the connection broke off')));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => resolve(new Response(request.responseText, { status: request.status, statusText: request.statusText }));
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
  return sent.then((response) => accepted(response, path)).then((response) => response.json() as Promise<T>);
}

/** Fetches a text (an export, a log) with the session's cookie. */
export async function callText(path: string, options: CallOptions = {}): Promise<string> {
  const response = await checked(
    new Request(base() + path, { credentials: 'same-origin', headers: options.headers ?? {}, ...(options.signal && { signal: options.signal }) }),
  );
  return response.text();
}

/** Header for a change of what was read at this revision. */
export const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });
