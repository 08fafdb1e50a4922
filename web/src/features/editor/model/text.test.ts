import { describe, expect, it } from 'vitest';
import { linesOf, parseText, textOf } from './text';
import type { WorkflowDocument } from './types';

const document: WorkflowDocument = {
  tasks: [
    { position: { x: 0, y: 20 }, taskParams: { rawScript: 'set -e\necho "hi"\n', odd: [null, true, 1.5] }, taskType: 'SHELL', name: 'yes', code: '9007199254740993' },
    { name: 'b: c', taskType: 'DMS', predecessors: ['yes'], taskParams: '{"a": 1}', unknown: { deep: 'x' } },
  ],
  own: 'member',
  name: 'w',
};

describe.each(['yaml', 'json'] as const)('%s', (language) => {
  it('gives the same document back', () => {
    expect(parseText(textOf(document, language))).toEqual({ document });
  });

  it('writes the members in the order in which they are read', () => {
    expect(Object.keys((parseText(textOf(document, language)) as { document: WorkflowDocument }).document)).toEqual(['name', 'own', 'tasks']);
  });
});

it('tells mistakes of the text with their line', () => {
  expect(parseText('name: w\ntasks:\n  - name: [a\n')).toMatchObject({ syntax: [{ line: 4 }] });
  expect(parseText('name: w\nname: x\n')).toMatchObject({ syntax: [{ line: 2 }] });
});

it('tells what cannot be drawn', () => {
  const faults = (text: string) => {
    const parsed = parseText(text);
    return 'faults' in parsed ? parsed.faults.map(({ kind, path }) => `${kind} ${path}`) : parsed;
  };
  expect(faults('just text')).toEqual(['noObject $']);
  expect(faults('tasks: 3')).toEqual(['noTasks $.tasks']);
  expect(faults('tasks: [x, {}, {name: a}, {name: a, predecessors: b}]')).toEqual(['noTask $.tasks[0]', 'noName $.tasks[1].name', 'twice $.tasks[3].name', 'noPredecessors $.tasks[3].predecessors']);
  expect(faults('tasks: [{name: a, predecessors: [z]}]')).toEqual(['noNode $.tasks[0].predecessors[0]']);
  expect(faults('tasks: [{name: a, predecessors: [b]}, {name: b, predecessors: [a]}]')).toEqual(['cycle $.tasks[1]']);
});

it('finds the line of a path, or of the nearest parent', () => {
  const text = 'name: w\ntasks:\n  - name: a\n    taskParams:\n      rawScript: x\n';
  expect(linesOf(text, ['$.tasks[0].taskParams.rawScript', '$.tasks[0].taskParams.missing', '$.nothing', '$'])).toEqual([5, 5, 1, 1]);
});
