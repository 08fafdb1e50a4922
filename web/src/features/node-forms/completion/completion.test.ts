// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { jsonDataShape, mappingShape, settingsShape, type Shape } from './shapes';
import { completeJson, completeParameter } from './sources';

/** `|` is where the cursor stands. */
function labels(text: string, shape: Shape) {
  const at = text.indexOf('|');
  return completeJson(text.replace('|', ''), at, shape, true)?.options.map((option) => option.label) ?? [];
}

describe('JSON', () => {
  it('completes names that are not there yet', () => {
    expect(labels('{"rules": [{"rule-type": "selection", "|"}]}', mappingShape)).toEqual(expect.arrayContaining(['rule-id', 'object-locator', 'filters']));
    expect(labels('{"rules": [{"rule-type": "selection", "|"}]}', mappingShape)).not.toContain('rule-type');
    expect(labels('{"FullLoadSettings": {|', settingsShape)).toContain('TargetTablePrepMode');
  });

  it('completes values that go with what stands before', () => {
    expect(labels('{"rules": [{"rule-type": "selection", "rule-action": "|"}]}', mappingShape)).toEqual(['include', 'exclude', 'explicit']);
    expect(labels('{"rules": [{"rule-target": "table", "rule-action": "|"}]}', mappingShape)).toContain('define-primary-key');
    expect(labels('{"rules": [{"rule-target": "table", "rule-action": "|"}]}', mappingShape)).not.toContain('remove-column');
    expect(labels('{"TargetMetadata": {"SupportLobs": |', settingsShape)).toEqual(['true', 'false']);
    expect(labels('{"MigrationType": "fu|', jsonDataShape(false))).toContain('full-load');
    expect(labels('{"TableMappings": {"|', jsonDataShape(false))).toEqual(['rules']);
  });

  it('writes the quotes that are not there', () => {
    const options = completeJson('{"MigrationType": ', 18, jsonDataShape(false), true)?.options ?? [];
    expect(options[0]?.apply).toBe('"full-load"');
    expect(completeJson('{"', 2, jsonDataShape(false), false)?.options.find((option) => option.label === 'TableMappings')?.apply).toBe('TableMappings": {');
  });
});

it('completes parameters after ${', () => {
  const parameters = [{ name: 'load.rows', from: 'load' }];
  const result = completeParameter('echo ${lo', 9, parameters, (from) => from);
  expect(result).toMatchObject({ from: 7, options: [{ label: 'load.rows', apply: 'load.rows}' }] });
  expect(completeParameter('echo ${lo}', 9, parameters, (from) => from)?.options[0]?.apply).toBe('load.rows');
  expect(completeParameter('echo $${lo', 10, parameters, (from) => from)).toBeNull();
});
