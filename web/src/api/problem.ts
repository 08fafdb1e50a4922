import type { components } from './schema';

export type ProblemEntry = components['schemas']['ProblemEntry'];

interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  hint?: string;
  instance?: string;
  fault?: string;
  problems?: ProblemEntry[];
}

/** What the server refused and why (RFC 9457), or that it was not reached at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly hint: string | undefined;
  /** Code of the DMS API's fault, of the DMS routes only. */
  readonly fault: string | undefined;
  readonly requestId: string | undefined;
  readonly problems: ProblemEntry[];
  readonly retryAfter: number | undefined;

  constructor(status: number, body: ProblemBody, headers?: Headers) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.type = (body.type ?? '').replace('urn:dmsnode:problem:', '');
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.hint = body.hint;
    this.fault = body.fault;
    this.problems = body.problems ?? [];
    this.requestId = headers?.get('X-Request-Id') ?? body.instance?.replace('urn:dmsnode:request:', '');
    const seconds = Number(headers?.get('Retry-After'));
    this.retryAfter = seconds > 0 ? seconds : undefined;
  }

  /** Somebody else changed the thing first, or its state forbids it. */
  get conflict(): boolean {
    return this.status === 409;
  }

  /** Message of the first problem at a JSON path (`$.name`), for the field that shows it. */
  at(path: string): string | undefined {
    const found = this.problems.find((problem) => problem.path === path);
    return found && [found.expected ? `${found.message} (${found.expected})` : found.message, found.hint].filter(Boolean).join('; ');
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  let body: ProblemBody = { title: response.statusText, detail: text.slice(0, 500) };
  try {
    body = JSON.parse(text) as ProblemBody;
  } catch {
    // A proxy's answer: its text is all there is to tell.
  }
  return new ApiProblem(response.status, body, response.headers);
}

export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(0, { type: 'unreachable', detail: cause instanceof Error ? cause.message : String(cause) });
}

export function isProblem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem;
}
