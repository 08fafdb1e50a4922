// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it('schema.d.ts is what docs/api/openapi.json makes: else `npm run types`', async () => {
  const script = new URL('../../scripts/make-types.mjs', import.meta.url).href;
  const { makeTypes } = (await import(/* @vite-ignore */ script)) as { makeTypes: () => Promise<string> };
  expect(await readFile(new URL('./schema.d.ts', import.meta.url), 'utf8')).toBe(await makeTypes());
}, 60_000);
