// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { knownStates } from '@/ui/states';

const source = fileURLToPath(new URL('..', import.meta.url));
const words = (language: string, namespace: string) => JSON.parse(readFileSync(join(source, 'i18n', language, `${namespace}.json`), 'utf8')) as Record<string, string>;
const namespaces = readdirSync(join(source, 'i18n/en')).map((name) => name.replace('.json', ''));
/** A key without its plural form: Chinese has one form only. */
const plain = (key: string) => key.replace(/_(one|other)$/, '');
const keysOf = (language: string, namespace: string) => [...new Set(Object.keys(words(language, namespace)).map(plain))].sort();
const slots = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((slot) => slot[1]).sort();

const files = (readdirSync(source, { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|\.d\.ts$/.test(name))
  .map((name) => ({ name: relative('.', name), text: readFileSync(join(source, name), 'utf8') }));
const everything = files.map((file) => file.text).join('\n');

it('both languages have the same namespaces', () => {
  expect(readdirSync(join(source, 'i18n/zh'))).toEqual(readdirSync(join(source, 'i18n/en')));
});

describe.each(namespaces)('%s', (namespace) => {
  it('has the same keys and the same slots in both languages', () => {
    expect(keysOf('zh', namespace)).toEqual(keysOf('en', namespace));
    const english = words('en', namespace);
    for (const [key, text] of Object.entries(words('zh', namespace))) expect([key, slots(text)]).toEqual([key, slots(english[key] ?? '')]);
  });

  it('has no key that nothing uses', () => {
    if (namespace === 'state') return expect(keysOf('en', 'state')).toEqual([...knownStates].sort());
    // t(`kind.${x}`) uses every key that begins with kind.
    const beginnings = [...everything.matchAll(/`(?:[\w-]+:)?([\w.-]+)\$\{/g)].map((found) => found[1] ?? '');
    const unused = keysOf('en', namespace).filter(
      (key) => !everything.includes(`'${key}'`) && !everything.includes(`'${namespace}:${key}'`) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });
});

it('every key that a file names is there', () => {
  const missing = files.flatMap(({ name, text }) => {
    const used = [...text.matchAll(/(?:useTranslation|getFixedT)\((?:null, )?'([\w-]+)'|TFunction<'([\w-]+)'>/g)].map((found) => found[1] ?? found[2] ?? '');
    return [...text.matchAll(/\bt\(\s*'(?:([\w-]+):)?([^']+)'/g)]
      .filter(([, namespace, key = '']) => !(namespace ? [namespace] : used).some((each) => namespaces.includes(each) && keysOf('en', each).includes(key)))
      .map((found) => `${name}: ${found[0]}`);
  });
  expect(missing).toEqual([]);
});
