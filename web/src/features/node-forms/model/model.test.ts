// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { TaskDocument, WorkflowDocument } from '../types';
import { formToJson, jsonToForm } from './dmsConvert';
import { possiblePredecessors } from './graph';
import { hintsFor } from './hints';
import { documentValue, sameJson } from './json';
import { readParameters, writeParameters } from './localParams';
import { readTags, respellTags, writeTags } from './tags';
import { connectionPath, paramsOf, readAt, resourcesOf, taskGroupOf, withResources, withTaskGroup, writeAt } from './task';
import { visibleParameters } from './visibleParams';

const mapping = '{"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1","object-locator":{"schema-name":"shop","table-name":"%"},"rule-action":"include"}]}';
const create: TaskDocument = {
  name: 'load',
  taskType: 'DMS',
  unknown: { kept: [1] },
  failRetryTimes: '2',
  taskParams: {
    isJsonFormat: 'false',
    migrationType: 'full-load',
    replicationTaskIdentifier: 'shop-${system.workflow.instance.id}',
    replicationInstanceArn: 'local',
    sourceEndpointArn: 'a',
    targetEndpointArn: 'b',
    tableMappings: mapping,
    tags: [{ key: 'owner', value: 'sales', more: 1 }],
    finishWhen: 'stopped',
    mystery: true,
  },
};

describe('the task itself is the form', () => {
  it('writes one member and leaves all else as it was', () => {
    const next = writeAt(create, 'taskParams.sourceEndpointArn', 'c');
    expect(readAt(next, 'taskParams.sourceEndpointArn')).toBe('c');
    expect(writeAt(next, 'taskParams.sourceEndpointArn', 'a')).toEqual(create);
    expect(create.taskParams).toHaveProperty('sourceEndpointArn', 'a');
  });

  it('keeps parameters that stand as a text a text', () => {
    const text = { ...create, taskParams: JSON.stringify(create.taskParams) };
    const next = writeAt(text, 'taskParams.limit', 3);
    expect(typeof next.taskParams).toBe('string');
    expect(paramsOf(next)).toEqual({ ...paramsOf(create), limit: 3 });
  });

  it('writes nested members and takes an empty object away', () => {
    const task = writeAt({ name: 'q', taskType: 'SQL' }, 'taskParams.expect.rows', 3);
    expect(task.taskParams).toEqual({ expect: { rows: 3 } });
    expect(writeAt(task, 'taskParams.expect.rows', undefined).taskParams).toEqual({});
  });

  it('keeps a document an object where it was one', () => {
    expect(documentValue('{"rules": []}', { rules: [1] })).toEqual({ rules: [] });
    expect(documentValue('{"rules": []}', '{}')).toBe('{"rules": []}');
    expect(documentValue('{"rules": ', { rules: [1] })).toBe('{"rules": ');
    expect(documentValue(' ', '{}')).toBeUndefined();
  });

  it('finds the connection where it stands', () => {
    expect(connectionPath(create)).toBe('connection');
    expect(connectionPath(writeAt(create, 'taskParams.connection', 'prod'))).toBe('taskParams.connection');
  });

  it('reads and writes task groups in each of their forms', () => {
    expect(taskGroupOf({ name: 'a', taskGroup: { name: 'g', priority: '3' } })).toEqual({ name: 'g', priority: 3 });
    expect(withTaskGroup({ name: 'a', taskGroup: 'g', taskGroupPriority: 1 }, { name: 'h', priority: 2 })).toEqual({ name: 'a', taskGroup: 'h', taskGroupPriority: 2 });
    expect(withTaskGroup({ name: 'a', taskGroup: { name: 'g', x: 1 } }, { name: 'g', priority: 5 })).toEqual({ name: 'a', taskGroup: { name: 'g', x: 1, priority: 5 } });
    expect(withTaskGroup({ name: 'a', taskGroup: 'g', taskGroupPriority: 1 }, { name: '', priority: 1 })).toEqual({ name: 'a' });
  });

  it('keeps entries of the resources that it does not know', () => {
    const task: TaskDocument = { name: 'a', taskParams: { resourceList: [{ resourceName: 'a.sh', id: 7 }, 12] } };
    expect(resourcesOf(task)).toEqual(['a.sh']);
    expect(paramsOf(withResources(task, ['b.sh', 'a.sh']))).toEqual({ resourceList: [{ resourceName: 'a.sh', id: 7 }, 12, { resourceName: 'b.sh' }] });
  });
});

describe('parameters', () => {
  it('come back as they stood', () => {
    for (const value of [
      [{ prop: 'a', value: 3 }, { prop: 'b', direct: 'OUT', type: 'LONG', value: '', extra: 1 }],
      { a: 1, b: 'x' },
      '[{"prop":"a","direct":"IN","type":"VARCHAR","value":"1"}]',
      [],
      undefined,
    ]) {
      expect(writeParameters(readParameters(value), value)).toEqual(value);
    }
  });

  it('leave the short form when it cannot hold them', () => {
    const rows = readParameters({ a: 1 });
    expect(writeParameters([{ ...rows[0]!, direct: 'OUT' }], { a: 1 })).toEqual([{ prop: 'a', direct: 'OUT', type: 'VARCHAR', value: '1' }]);
  });
});

it('tags keep their spelling', () => {
  const tags = [{ key: 'a', value: 'b', resourceArn: 'x' }];
  expect(writeTags(readTags(tags), tags)).toEqual(tags);
  expect(writeTags([...readTags(tags), { key: 'c', value: 'd' }], tags)).toEqual([...tags, { key: 'c', value: 'd' }]);
  expect(writeTags([{ key: 'c', value: 'd' }], undefined)).toEqual([{ Key: 'c', Value: 'd' }]);
  expect(respellTags(respellTags(tags, 'aws'), 'form')).toEqual(tags);
});

describe('form and JSON data', () => {
  it('there and back is the same', () => {
    const there = formToJson(create);
    if (!there.ok) throw new Error(there.reason);
    expect(there.notes).toEqual([]);
    const params = paramsOf(there.task);
    expect(params).toMatchObject({ isJsonFormat: true, finishWhen: 'stopped', mystery: true });
    expect(params).not.toHaveProperty('migrationType');
    expect(JSON.parse(params['jsonData'] as string)).toMatchObject({ MigrationType: 'full-load', TableMappings: JSON.parse(mapping) as object, Tags: [{ Key: 'owner', Value: 'sales', more: 1 }] });
    const back = jsonToForm(there.task);
    if (!back.ok) throw new Error(back.reason);
    expect(back.notes).toEqual([]);
    const after = paramsOf(back.task);
    expect(after).toEqual({ ...paramsOf(create), tableMappings: after['tableMappings'], tags: [{ Key: 'owner', Value: 'sales', more: 1 }], isJsonFormat: false });
    expect(JSON.parse(after['tableMappings'] as string)).toEqual(JSON.parse(mapping));
  });

  it('tells what is replaced and what is lost', () => {
    const both: TaskDocument = { name: 'a', taskParams: { migrationType: 'cdc', jsonData: '{"MigrationType":"full-load","isRestartTask":true}' } };
    expect(formToJson(both)).toMatchObject({ ok: true, notes: [{ kind: 'replaced', name: 'MigrationType' }] });
    expect(jsonToForm(both)).toMatchObject({
      ok: true,
      notes: [
        { kind: 'replaced', name: 'migrationType' },
        { kind: 'lost', name: 'isRestartTask' },
      ],
    });
  });

  it('refuses what it cannot read', () => {
    expect(jsonToForm({ name: 'a', taskParams: { jsonData: '{"CdcStartTime": ${start}}' } })).toEqual({ ok: false, reason: 'noJson' });
    expect(jsonToForm({ name: 'a', taskParams: { jsonData: 'file://x.json' } })).toEqual({ ok: false, reason: 'file' });
    expect(formToJson({ name: 'a', taskParams: {} })).toEqual({ ok: false, reason: 'empty' });
  });

  it('keeps the name of a file', () => {
    expect(formToJson({ name: 'a', taskParams: { tableMappings: 'file://shop.json', jsonData: {} } })).toMatchObject({ task: { taskParams: { jsonData: { TableMappings: 'file://shop.json' } } } });
  });
});

const flow = (...tasks: TaskDocument[]): WorkflowDocument => ({ tasks, globalParams: { schema: 'shop' } });

it('offers only predecessors that make no circle', () => {
  const document = flow({ name: 'a' }, { name: 'b', predecessors: ['a'] }, { name: 'c', predecessors: ['b'] }, { name: 'd' });
  expect(possiblePredecessors(document, 'b')).toEqual(['a', 'd']);
  expect(possiblePredecessors(document, '')).toEqual(['a', 'b', 'c', 'd']);
});

it('knows what a placeholder may name', () => {
  const document = flow(create, { name: 'after', predecessors: ['load'] });
  const names = visibleParameters({ name: 'x', taskType: 'SHELL', predecessors: ['after'], taskParams: { localParams: [{ prop: 'day' }] } }, document, ['owner']);
  expect(names.map((each) => each.name)).toEqual(expect.arrayContaining(['day', 'load.replicationTaskArn', 'rowsLoaded', 'schema', 'owner', 'system.biz.date']));
  expect(names[0]).toEqual({ name: 'day', from: 'local' });
});

describe('hints', () => {
  const keys = (task: TaskDocument, original = task.name) => hintsFor(task, flow(create), original).map((hint) => `${hint.path} ${hint.key}`);

  it('has none for a good node', () => expect(keys(create)).toEqual([]));

  it('names what is missing and what is wrong', () => {
    expect(keys({ name: '', taskType: 'DMS', taskParams: { migrationType: 'cdc' } }).filter((key) => key.endsWith('issing') || key.endsWith('needed'))).toHaveLength(6);
    expect(keys(writeAt(create, 'taskParams.replicationTaskIdentifier', '1a'))).toEqual(['$.taskParams.replicationTaskIdentifier idLetterFirst']);
    expect(keys(writeAt(create, 'taskParams.targetEndpointArn', 'a'))).toEqual(['$.taskParams.targetEndpointArn sameEndpoint']);
    expect(keys(writeAt(create, 'taskParams.cdcStopPosition', 'server_time:2026-01-31T12:00:00'))).toEqual(['$.taskParams.cdcStopPosition noCdc']);
    expect(keys(writeAt(create, 'taskParams.sourceEndpointArn', 'arn:aws:dms:eu-west-1:123456789012:rep:X'))).toEqual(['$.taskParams.sourceEndpointArn arnKind']);
    expect(keys(create, 'other')).toEqual(['$.name nameTaken']);
    expect(keys({ ...create, failRetryTimes: 'x' })).toEqual(['$.failRetryTimes whole']);
  });

  it('looks into the table mappings, wherever they count', () => {
    const bad = { rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'object-locator': { 'schema-name': 'a', 'table-name': '' }, 'rule-action': 'include' }] };
    expect(keys(writeAt(create, 'taskParams.tableMappings', bad))).toEqual(['$.taskParams.tableMappings.rules[0].object-locator.table-name needed']);
    const json = { isJsonFormat: true, jsonData: { TableMappings: bad } };
    expect(keys({ name: 'r', taskType: 'DMS', taskParams: json }).filter((key) => !key.endsWith('neededMember'))).toEqual(['$.taskParams.jsonData.TableMappings.rules[0].object-locator.table-name needed']);
    expect(keys({ name: 'r', taskType: 'DMS', taskParams: { isRestartTask: true, replicationTaskArn: 'a', tableMappings: bad } })).toEqual([]);
  });

  it('reads the names in jsonData', () => {
    const json = { ReplicationTaskArn: 'x', migrationType: 'cdc', Mine: 1 };
    expect(keys({ name: 'r', taskType: 'DMS', taskParams: { isRestartTask: true, isJsonFormat: true, jsonData: json } })).toEqual(['$.taskParams.jsonData.migrationType spelling', '$.taskParams.jsonData.Mine unknownMember']);
    expect(keys({ name: 'r', taskType: 'DMS', taskParams: { isRestartTask: true, isJsonFormat: true, jsonData: '{}' } })).toEqual(['$.taskParams.jsonData.ReplicationTaskArn neededMember']);
  });

  it('asks for jsonData, and for what a restart needs', () => {
    expect(keys(writeAt(create, 'taskParams.isJsonFormat', true))).toEqual(['$.taskParams.jsonData needed']);
    expect(keys({ name: 'r', taskType: 'DMS', taskParams: { isRestartTask: 'true', modifyTask: true } })).toEqual(['$.taskParams.replicationTaskArn needed', '$.taskParams.modifyTask modifyNothing']);
  });
});

it('compares JSON without the order of members', () => {
  expect(sameJson({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1, d: undefined })).toBe(true);
  expect(sameJson({ a: 1 }, { a: '1' })).toBe(false);
});
