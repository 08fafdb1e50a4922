import { expect, it } from 'vitest';
import { locateJsonPath } from './jsonPath';
import { compareValues } from './table';

it('locateJsonPath finds values, else the nearest parent', () => {
  const text = '{ "rules": [ {"a": 1}, {"rule-id": "2", "x.y": [true, null]} ], "b": "}" }';
  const at = (path: string) => {
    const span = locateJsonPath(text, path);
    return span && text.slice(span.from, span.to);
  };
  expect(at('$.rules[1].rule-id')).toBe('"2"');
  expect(at('$.rules[1]["x.y"][0]')).toBe('true');
  expect(at('$.rules[0].missing')).toBe('{"a": 1}');
  expect(at('$.b')).toBe('"}"');
  expect(at('$')).toBe(text);
  expect(locateJsonPath('{"a": ', '$.a')).toBeDefined();
});

it('compareValues puts what is missing last and numbers in texts by size', () => {
  expect(['b10', undefined, 'B2', ''].sort(compareValues)).toEqual(['B2', 'b10', '', undefined]);
  expect([3, 20, 1].sort(compareValues)).toEqual([1, 3, 20]);
});
