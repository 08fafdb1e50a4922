import { describe, expect, it } from 'vitest';
import { copyName, copyOf, inputParameters } from './document';
import { readImportFile } from './importFile';
import { asText, lineDiff } from './lineDiff';

describe('document', () => {
  it('reads global parameters in each form', () => {
    const wanted = [{ prop: 'a', value: '1' }];
    expect(inputParameters({ globalParams: [{ prop: 'a', value: '1' }, { prop: 'b', direct: 'OUT' }] })).toEqual(wanted);
    expect(inputParameters({ globalParams: '[{"prop":"a","value":"1"}]' })).toEqual(wanted);
    expect(inputParameters({ globalParams: { a: '1' } })).toEqual(wanted);
    expect([inputParameters({}), inputParameters({ globalParams: 'x' })]).toEqual([[], []]);
  });

  it('copies without codes, under a free name', () => {
    expect(copyOf({ name: 'a', tasks: [{ code: 1, name: 't' }] }, 'b')).toEqual({ name: 'b', tasks: [{ name: 't' }] });
    expect(copyName('a', new Set(['a', 'a-copy', 'a-copy-2']), 'copy')).toBe('a-copy-3');
  });
});

it('readImportFile tells the kinds of files apart', () => {
  expect(readImportFile('x.json', '[{"processDefinition":{"name":"n"}}]')).toMatchObject({ kind: 'dolphinscheduler', workflows: ['n'] });
  expect(readImportFile('x.json', '{"workflowDefinition":{"name":"n"}}')).toMatchObject({ kind: 'dolphinscheduler', workflows: ['n'] });
  expect(readImportFile('x.json', '{"name":"n","tasks":[]}')).toMatchObject({ kind: 'json', workflows: ['n'] });
  expect(readImportFile('x.YAML', 'name: "n"\ntasks: []')).toMatchObject({ kind: 'yaml', workflows: ['n'] });
  expect(readImportFile('x.json', '{')).toMatchObject({ kind: 'unreadable' });
});

describe('lineDiff', () => {
  const shown = (before: string, after: string, most?: number) => lineDiff(before, after, most).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text);
  it('keeps common lines', () => {
    expect(shown('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual([' a', '-b', '+x', ' c', '+d']);
    expect(shown('', 'a')).toEqual(['+a']);
    expect(shown('a', '')).toEqual(['-a']);
    expect(shown('a\nb', 'a\nc', 1)).toEqual(['-a', '-b', '+a', '+c']);
  });
  it('lays out JSON in texts', () => {
    expect([asText('{"a":1}'), asText('{x'), asText(3), asText(null)]).toEqual(['{\n  "a": 1\n}', '{x', '3', '']);
  });
});
