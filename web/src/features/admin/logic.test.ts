import { describe, expect, it } from 'vitest';
import { worstState, type DeliveryState } from './alarms';
import { fieldsOf, missingSetting, settingsOf } from './channels';
import { parseExports, writeExports } from './exports';
import { makePassword } from './password';
import { asFolder, filesIn, findFolder, folderOf, folderTree, isText, languageOf, nameOf } from './resources';
import type { Worker } from './types';
import { loadOfGroups } from './workers';

describe('exports', () => {
  it('go to text and back', () => {
    const rows = [
      { key: 'JAVA_HOME', value: '/usr/lib/jvm' },
      { key: 'PATH', value: '$PATH:/opt/bin' },
      { key: 'TITLE', value: "it's \"quoted\" $5" },
      { key: 'EMPTY', value: '' },
    ];
    const text = writeExports(rows);
    expect(text).toBe(`export JAVA_HOME=/usr/lib/jvm\nexport PATH="$PATH:/opt/bin"\nexport TITLE='it'\\''s "quoted" $5'\nexport EMPTY=\n`);
    expect(parseExports(text)).toEqual(rows);
  });

  it('leave every other shell text alone', () => {
    for (const text of ['source x', '# why\nexport A=1', 'export A=$(date)', 'export A="`date`"', 'export A=1; B=2', 'A=1', 'export A="a\\"b"']) expect([text, parseExports(text)]).toEqual([text, undefined]);
    expect(parseExports('\n export A = 1')).toBeUndefined();
    expect(parseExports('')).toEqual([]);
  });

  it('keep what could run as text', () => {
    expect(writeExports([{ key: 'A', value: '$(rm x)' }])).toBe("export A='$(rm x)'\n");
    expect(writeExports([{ key: ' ', value: 'x' }])).toBe('');
  });
});

it('passwords are made of clear signs and never the same', () => {
  const made = new Set(Array.from({ length: 50 }, () => makePassword()));
  expect(made.size).toBe(50);
  for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
});

describe('resources', () => {
  const files = ['etl/load.sh', 'etl/sql/a.sql', 'etl/sql/b.sql', 'zeta/x', 'top.txt'].map((path) => ({ path }));

  it('are a tree of folders', () => {
    const tree = folderTree(files);
    expect(tree.files).toBe(5);
    expect(tree.folders.map((folder) => [folder.path, folder.files])).toEqual([
      ['etl/', 3],
      ['zeta/', 1],
    ]);
    expect(findFolder(tree, 'etl/sql/')).toMatchObject({ name: 'sql', files: 2, folders: [] });
    expect([findFolder(tree, ''), findFolder(tree, 'none/')]).toEqual([tree, undefined]);
    expect(filesIn(files, '').map((file) => file.path)).toEqual(['top.txt']);
    expect(filesIn(files, 'etl/sql/').length).toBe(2);
  });

  it('have names, folders and languages', () => {
    expect([nameOf('a/b.sql'), folderOf('a/b.sql'), folderOf('b'), asFolder(' a//b /'), asFolder('/')]).toEqual(['b.sql', 'a/', '', 'a/b/', '']);
    expect([languageOf('a/b.SQL'), languageOf('run.sh'), languageOf('x.yml'), languageOf('noending')]).toEqual(['sql', 'shell', 'yaml', 'text']);
    expect([isText('a\nb'), isText('a\uFFFDb'), isText('a\0')]).toEqual([true, false, false]);
  });
});

describe('settings of alarm channels', () => {
  it('leave out what is empty and take away what is removed', () => {
    const values = { name: 'm', kind: 'email' as const, fields: { ...fieldsOf('email', { server: 'mx', port: 25, to: ['a@b', 'c@d'] }), cc: '' }, removed: ['password'] };
    expect(values.fields).toMatchObject({ server: 'mx', port: '25', to: 'a@b, c@d', password: '' });
    expect(settingsOf(values)).toEqual({ server: 'mx', port: 25, to: ['a@b', 'c@d'], password: null });
    expect(missingSetting(values, [])).toBe('from');
  });

  it('know that a secret is kept', () => {
    const values = { name: 'h', kind: 'webhook' as const, fields: fieldsOf('webhook'), removed: [] };
    expect([missingSetting(values, []), missingSetting(values, ['url'])]).toEqual(['url', undefined]);
    expect(settingsOf(values)).toEqual({});
  });
});

it('an alarm is as bad as its worst delivery', () => {
  const alarm = (...states: DeliveryState[]) => ({ deliveries: states.map((state) => ({ state, attempts: 1, channelName: 'c', lastError: '' })) });
  expect([worstState(alarm('sent', 'failed')), worstState(alarm('sent', 'waiting')), worstState(alarm())]).toEqual(['failed', 'waiting', undefined]);
});

it('groups add up what their living workers have', () => {
  const worker = (name: string, groups: string[], alive = true): Worker => ({ name, groups, alive, host: 'h', lastSeen: '', load: 0.5, running: 1, slots: 4, started: '', used: 1 });
  const group = { name: 'big', description: '', revision: 1, created: '', updated: '' };
  expect(loadOfGroups([group], [worker('a', ['default', 'big']), worker('b', ['big'], false)])).toEqual([
    { name: 'big', group, alive: 1, dead: 1, used: 1, slots: 4, load: 0.5 },
    { name: 'default', group: undefined, alive: 1, dead: 0, used: 1, slots: 4, load: 0.5 },
  ]);
});
