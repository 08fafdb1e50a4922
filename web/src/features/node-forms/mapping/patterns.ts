/** Patterns of selection rules, as src/dms/documents/pattern.cpp reads them: `%`, `_`, `[set]`; a `[` that nothing closes is a character. */
interface Token {
  kind: 'many' | 'one' | 'set' | 'char';
  text: string;
}

function tokens(pattern: string): Token[] {
  return [...pattern.matchAll(/\[([^\]]+)\]|([^])/gu)].map(([, set, char = '']) => {
    if (set !== undefined) return { kind: 'set', text: set };
    return { kind: char === '%' ? 'many' : char === '_' ? 'one' : 'char', text: char };
  });
}

const source: Record<Token['kind'], (text: string) => string> = {
  many: () => '[^]*',
  one: () => '[^]',
  set: (text) => `[${text.replace(/[\\\]^]/g, '\\$&')}]`,
  char: (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
};

function toRegExp(pattern: string): RegExp | null {
  try {
    return new RegExp(`^${tokens(pattern).map(({ kind, text }) => source[kind](text)).join('')}$`, 'u');
  } catch {
    return null;
  }
}

const compiled = new Map<string, RegExp | null>();

export function matches(pattern: string, name: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    if (compiled.size > 2000) compiled.clear();
    expression = toRegExp(pattern);
    compiled.set(pattern, expression);
  }
  return expression ? expression.test(name) : pattern === name;
}

/** The pattern that means just this name. */
export const exactly = (name: string) => name.replace(/[%_[]/g, '[$&]');

/** The one name that a pattern means; `_` counts as itself, as where the server wants one exact name. */
export function soleName(pattern: string): string | undefined {
  const all = tokens(pattern);
  if (all.length === 0 || all.some(({ kind, text }) => kind === 'many' || (kind === 'set' && [...text].length > 1))) return undefined;
  return all.map(({ text }) => text).join('');
}

export const isExactly = (pattern: string, name: string) => soleName(pattern) === name;
