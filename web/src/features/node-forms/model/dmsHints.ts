import type { JsonObject, TaskDocument } from '../types';
import { dmsFields, migrationTypes, startTypes, timeouts } from './dmsFields';
import { wholeHint, type Hint } from './hint';
import { documentText, hasPlaceholder, isFileValue, isObject, parse, parseObject } from './json';
import { hintPath, lintMapping } from '../mapping/lint';
import { asMapping } from '../mapping/rules';
import { readTags } from './tags';
import { flagOf, paramsOf, textOf } from './task';

type Report = (name: string, key: string, values?: Hint['values'], missing?: boolean) => void;

export function identifierProblem(text: string, longest: number): string | undefined {
  if (text.length > longest) return 'tooLong';
  if (!/^[A-Za-z]/.test(text)) return 'idLetterFirst';
  if (!/^[A-Za-z0-9-]*$/.test(text)) return 'idCharacters';
  if (text.endsWith('-') || text.includes('--')) return 'idHyphens';
  return undefined;
}

function arnProblem(text: string, kind: string): string | undefined {
  const parts = text.split(':');
  if (parts.length < 7 || parts[2] !== 'dms' || !/^\d{12}$/.test(parts[4] ?? '') || parts.slice(6).join(':') === '') return 'arnForm';
  return parts[5] === kind ? undefined : 'arnKind';
}

export function stopPositionProblem(text: string): string | undefined {
  return /^(server_time|commit_time): ?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? undefined : 'stopPosition';
}

export function isDate(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) || /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?([Zz]|[+-]\d{2}(:?\d{2})?)?$/.test(text);
}

/** What is in the field, for checks of its form: nothing if that is known only when the node runs. */
const known = (params: JsonObject, name: string): string => {
  const text = textOf(params[name]);
  return hasPlaceholder(text) ? '' : text;
};

function checkName(params: JsonObject, name: string, kind: string, longest: number, report: Report) {
  const text = known(params, name);
  if (text === '') return;
  const problem = text.startsWith('arn:') ? arnProblem(text, kind) : identifierProblem(text, longest);
  if (problem) report(name, problem, { most: longest });
}

function checkDocument(params: JsonObject, name: string, mayBeFile: boolean, report: Report) {
  const value = params[name];
  if (value === undefined || value === null || isObject(value)) return;
  const text = textOf(value);
  if (text.trim() === '' || (mayBeFile && isFileValue(text)) || hasPlaceholder(text)) return;
  if (!isObject(parse(text))) report(name, 'noDocument');
}

function checkCdc(params: JsonObject, restart: boolean, report: Report) {
  const type = known(params, 'migrationType');
  if (textOf(params['cdcStartTime']) !== '' && textOf(params['cdcStartPosition']) !== '') report('cdcStartPosition', 'cdcStartBoth');
  const time = known(params, 'cdcStartTime');
  if (time !== '' && !isDate(time)) report('cdcStartTime', 'date');
  const stop = known(params, 'cdcStopPosition');
  const problem = stop === '' ? undefined : stopPositionProblem(stop);
  if (problem) report('cdcStopPosition', problem);
  if (restart || type !== 'full-load') return;
  for (const name of ['cdcStartTime', 'cdcStartPosition', 'cdcStopPosition']) if (textOf(params[name]) !== '') report(name, 'noCdc');
}

function checkFinish(params: JsonObject, restart: boolean, report: Report) {
  const type = known(params, 'migrationType');
  const when = textOf(params['finishWhen']);
  if (restart) return;
  if (when === 'full-load-complete' && type === 'cdc') report('finishWhen', 'noFullLoad');
  if (when === 'caught-up' && type === 'full-load') report('finishWhen', 'noChanges');
  const start = known(params, 'startReplicationTaskType');
  if (start !== '' && start !== 'start-replication') report('startReplicationTaskType', 'startOfNew');
}

function checkTags(params: JsonObject, report: Report) {
  const seen = new Set<string>();
  readTags(params['tags']).forEach(({ key, value }, index) => {
    const name = `tags[${index}]`;
    if (key === '') report(name, 'tagKeyMissing', undefined, true);
    else if (/^(aws|dms):/.test(key) || /^(aws|dms):/.test(value)) report(name, 'tagPrefix');
    else if (key.length > 128 || value.length > 256) report(name, 'tagLong');
    else if (seen.has(key)) report(name, 'tagTwice');
    seen.add(key);
  });
}

const createFields = ['migrationType', 'replicationTaskIdentifier', 'replicationInstanceArn', 'sourceEndpointArn', 'targetEndpointArn', 'tableMappings'];

function checkForm(params: JsonObject, restart: boolean, report: Report) {
  const modify = flagOf(params['modifyTask']);
  for (const name of restart ? ['replicationTaskArn'] : createFields) if (documentText(params[name]).trim() === '') report(name, 'needed', undefined, true);
  checkName(params, 'replicationTaskArn', 'task', 255, report);
  if (!restart || modify) {
    const type = known(params, 'migrationType');
    if (type !== '' && !migrationTypes.some((each) => each === type)) report('migrationType', 'oneOf', { words: migrationTypes.join(', ') });
    checkDocument(params, 'tableMappings', true, report);
    checkDocument(params, 'replicationTaskSettings', true, report);
    checkDocument(params, 'taskData', false, report);
  }
  if (!restart) {
    const id = known(params, 'replicationTaskIdentifier');
    const problem = id === '' ? undefined : identifierProblem(id, 255);
    if (problem) report('replicationTaskIdentifier', problem, { most: 255 });
    const last = known(params, 'resourceIdentifier');
    const lastProblem = last === '' ? undefined : identifierProblem(last, 31);
    if (lastProblem) report('resourceIdentifier', lastProblem, { most: 31 });
    checkName(params, 'replicationInstanceArn', 'rep', 63, report);
    checkName(params, 'sourceEndpointArn', 'endpoint', 255, report);
    checkName(params, 'targetEndpointArn', 'endpoint', 255, report);
    const source = textOf(params['sourceEndpointArn']);
    if (source !== '' && source === textOf(params['targetEndpointArn'])) report('targetEndpointArn', 'sameEndpoint');
    checkTags(params, report);
  }
  const start = known(params, 'startReplicationTaskType');
  if (start !== '' && !startTypes.some((each) => each === start)) report('startReplicationTaskType', 'oneOf', { words: startTypes.join(', ') });
  checkCdc(params, restart, report);
  checkFinish(params, restart, report);
}

function checkJson(params: JsonObject, restart: boolean, report: Report) {
  const text = documentText(params['jsonData']);
  if (text.trim() === '') return report('jsonData', 'needed', undefined, true);
  if (isFileValue(text)) return;
  const json = parseObject(text);
  if (!json) return hasPlaceholder(text) ? undefined : report('jsonData', 'noDocument');
  const needed = restart ? ['replicationTaskArn'] : createFields;
  for (const { form, aws } of dmsFields) if (needed.includes(form) && documentText(json[aws]) === '') report(`jsonData.${aws}`, 'neededMember', { name: aws }, true);
  for (const name of Object.keys(json)) {
    const right = dmsFields.find(({ aws }) => aws.toLowerCase() === name.toLowerCase());
    if (right && right.aws !== name) report(`jsonData.${name}`, 'spelling', { name: right.aws });
    else if (!right && name !== 'isRestartTask') report(`jsonData.${name}`, 'unknownMember', { name });
  }
}

/** A restart that changes the task needs something to change it to. */
function checkModify(params: JsonObject, restart: boolean, report: Report) {
  if (!flagOf(params['modifyTask'])) return;
  if (!restart) return report('modifyTask', 'modifyOfNew');
  if (flagOf(params['isJsonFormat'])) return;
  const changes = ['migrationType', 'tableMappings', 'replicationTaskSettings', 'taskData', 'cdcStartTime', 'cdcStartPosition', 'cdcStopPosition'];
  if (changes.every((name) => documentText(params[name]).trim() === '')) report('modifyTask', 'modifyNothing');
}

/** What the rows of the mapping editor would say of the rules, at their place in the document. */
function mappingHints(value: unknown, path: string): Hint[] {
  const text = documentText(value);
  if (text.trim() === '' || hasPlaceholder(text)) return [];
  const mapping = asMapping(isObject(value) ? value : parse(text));
  return (mapping ? lintMapping(mapping) : []).map((hint) => ({ path: path + hintPath(hint).slice(1), key: hint.key, ruleMember: hint.member, ...(hint.values && { values: hint.values }) }));
}

/** Where the table mappings stand, if they count. */
function countingMappings(params: JsonObject, restart: boolean): Hint[] {
  if (!flagOf(params['isJsonFormat'])) return restart && !flagOf(params['modifyTask']) ? [] : mappingHints(params['tableMappings'], '$.taskParams.tableMappings');
  const json = isObject(params['jsonData']) ? params['jsonData'] : parseObject(documentText(params['jsonData']));
  return mappingHints(json?.['TableMappings'], '$.taskParams.jsonData.TableMappings');
}

/** The checks of src/tasks/dms/impl/validation.cpp that a form can make; the documents' content is the server's. */
export function dmsHints(task: TaskDocument): Hint[] {
  const params = paramsOf(task);
  const hints: Hint[] = [];
  const report: Report = (name, key, values, missing) => hints.push({ path: `$.taskParams.${name}`, key, ...(values && { values }), ...(missing && { missing }) });
  const restart = flagOf(params['isRestartTask']);
  if (flagOf(params['isJsonFormat'])) checkJson(params, restart, report);
  else checkForm(params, restart, report);
  checkModify(params, restart, report);
  hints.push(...countingMappings(params, restart));
  hints.push(...wholeHint(task, 'taskParams.toleratedTableErrors', 0, Number.MAX_SAFE_INTEGER));
  for (const [name] of timeouts) hints.push(...wholeHint(task, `taskParams.${name}`, 1, 316_224_000));
  return hints;
}
