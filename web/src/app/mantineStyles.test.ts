// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));
const core = join(source, '../node_modules/@mantine/core');
const read = (path: string) => readFileSync(path, 'utf8');
const classesOf = (text: string) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));

/** Of an index of a package: the name exported → the file that makes it. */
function exportsOf(folder: string): Map<string, string> {
  const index = read(join(folder, 'esm/index.mjs'));
  return new Map(
    [...index.matchAll(/import \{ ([^}]+) \} from "(\.[^"]+)"/g)].flatMap(([, names = '', file = '']) => names.split(', ').map((name) => [name.split(' as ').at(-1) ?? '', join(folder, 'esm', file)] as const)),
  );
}

/** Names that a text imports from @mantine/core. */
const namesIn = (text: string) =>
  [...text.matchAll(/import \{([^}]+)\} from ['"]@mantine\/core['"]/g)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim().replace(/ as .*/, ''))).filter((name) => name && !name.startsWith('type '));

function filesUnder(folder: string, ending: RegExp): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => ending.test(name)).map((name) => join(folder, name));
}

/** Classes of all components that the UI uses, and of those they use. */
function classesUsed(): Set<string> {
  const made = exportsOf(core);
  const sisters = ['dates', 'notifications'].flatMap((name) => filesUnder(join(core, '..', name, 'esm'), /\.mjs$/));
  const names = [...filesUnder(source, /\.tsx?$/), ...sisters].flatMap((file) => namesIn(read(file)));
  const open = [...new Set(names)].flatMap((name) => made.get(name) ?? []);
  expect(open.length).toBeGreaterThan(40);
  const seen = new Set<string>();
  const classes = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = read(file);
    if (file.endsWith('.module.mjs')) for (const name of classesOf(text)) classes.add(name);
    for (const [, next = ''] of text.matchAll(/from "(\.[^"]+)"/g)) open.push(join(dirname(file), next));
  }
  return classes;
}

it('has the styles of every component used, in the order of the whole file', () => {
  const listed = [...read(join(source, 'app/mantineStyles.ts')).matchAll(/'@mantine\/core\/styles\/([\w-]+)\.css'/g)].map((found) => found[1] ?? '');
  const whole = read(join(core, 'styles.css'));
  const known = classesOf(whole);
  const used = classesUsed();
  const files = filesUnder(join(core, 'styles'), /^(?!.*\.layer)[A-Z]\w+\.css$/).map((path) => ({ name: path.replace(/.*\/|\.css$/g, ''), classes: [...classesOf(read(path))] }));
  const needed = files
    .filter((file) => file.classes.some((name) => used.has(name) && known.has(name)))
    .sort((a, b) => whole.indexOf(a.classes[0] ?? '') - whole.indexOf(b.classes[0] ?? ''))
    .map((file) => file.name);
  expect(listed).toEqual(['baseline', 'default-css-variables', 'global', ...needed]);
});
