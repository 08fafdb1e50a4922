import type { KeyValue } from '@/ui';

/** Rows of a shell text that does nothing but export values; undefined if it does more. */
export function parseExports(text: string): KeyValue[] | undefined {
  const rows: KeyValue[] = [];
  for (const line of text.split('\n')) {
    if (/^\s*(#.*)?$/.test(line)) {
      // A comment would be lost as a row.
      if (line.includes('#')) return undefined;
      continue;
    }
    const found = /^\s*export\s+([A-Za-z_]\w*)=(.*?)\s*$/.exec(line);
    const value = found && unquote(found[2] ?? '');
    if (!found || value === undefined || value === null) return undefined;
    rows.push({ key: found[1] ?? '', value });
  }
  return rows;
}

/** The text of one shell word, if its meaning does not need a shell. */
function unquote(word: string): string | undefined {
  const single = /^'([^']*)'$/.exec(word);
  if (single) return single[1];
  const escaped = /^'((?:[^']|'\\'')*)'$/.exec(word);
  if (escaped) return (escaped[1] ?? '').replaceAll("'\\''", "'");
  // Double quotes keep $NAME alive: rows keep them as they are written.
  const double = /^"((?:[^"\\`]|\\.)*)"$/.exec(word);
  if (double && !/[\\]/.test(double[1] ?? '')) return double[1];
  return /^[\w./:,@%+=$-]*$/.test(word) ? word : undefined;
}

/** `$NAME` in a value is the shell's, as in `$PATH:/opt/bin`; all else is taken literally. */
export function writeExports(rows: readonly KeyValue[]): string {
  return rows
    .filter((row) => row.key.trim() !== '')
    .map(({ key, value }) => `export ${key.trim()}=${quote(value)}\n`)
    .join('');
}

function quote(value: string): string {
  if (/^[\w./:,@%+=-]*$/.test(value)) return value;
  if (/\$(\w|{)/.test(value) && !/["\\`]/.test(value) && !value.includes('$(')) return `"${value}"`;
  return `'${value.replaceAll("'", "'\\''")}'`;
}

export const isVariableName = (name: string) => /^[A-Za-z_]\w*$/.test(name);
