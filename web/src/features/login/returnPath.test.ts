import { expect, it } from 'vitest';
import { returnPath } from './returnPath';

it('comes back to pages of this application only', () => {
  expect(returnPath('/projects/7?name=a')).toBe('/projects/7?name=a');
  for (const bad of [null, '', 'projects', '//evil.example', '/\\evil.example', 'https://evil.example', '/login?return=/']) expect(returnPath(bad)).toBe('/');
});
