import { describe, expect, it } from 'vitest';
import type { Attempt } from '@/api/types';
import { addSample, dmsTaskOf, lag, percentOf, rate, readProgress, remaining, speedSeries, type Sample } from './progress';

const sample = (at: number, rows: number, rest: Partial<Sample> = {}): Sample => ({ at, rows, applied: 0, waiting: 0, percent: undefined, ...rest });

describe('progress of an attempt', () => {
  it('is read as far as it is there', () => {
    expect(readProgress({ phase: 'following', percent: null, rowsLoaded: 5, tables: [{ schema: 's', table: 't', state: 'Full load', rows: 5, errorRows: 0 }] })).toMatchObject({ phase: 'following', percent: undefined, rowsLoaded: 5, tablesLoaded: 0 });
    expect(readProgress('odd')).toBeUndefined();
    expect(percentOf({ taskType: 'SHELL', progress: { percent: 5 } })).toBeUndefined();
  });

  it('names the replication task, as the server does if it does', () => {
    const attempt = { progress: { replicationTaskArn: 'arn:1' } } as unknown as Attempt;
    expect(dmsTaskOf(attempt, undefined, 'prod')).toEqual({ connection: 'prod', replicationTaskArn: 'arn:1' });
    const told = { ...attempt, dmsTask: { connection: 'other', replicationTaskArn: 'arn:2' } } as Attempt;
    expect(dmsTaskOf(told, undefined, 'prod')).toEqual({ connection: 'other', replicationTaskArn: 'arn:2' });
    expect(dmsTaskOf({ progress: {} } as Attempt, undefined, 'prod')).toBeUndefined();
  });
});

describe('rate', () => {
  it('is that of the last seconds, not of the whole', () => {
    const samples = [sample(0, 0), sample(10_000, 100_000), sample(20_000, 100_500)];
    expect(rate(samples)).toBe(50);
    expect(rate([sample(0, 5)])).toBeUndefined();
  });

  it('counts applied changes too', () => {
    expect(rate([sample(0, 10, { applied: 0 }), sample(1_000, 10, { applied: 40 })])).toBe(40);
  });
});

describe('remaining', () => {
  it('goes by the percentage', () => {
    expect(remaining([sample(0, 0, { percent: 20 }), sample(30_000, 0, { percent: 40 })])).toBe(90_000);
  });

  it('is not known while nothing moves, and at the end', () => {
    expect(remaining([sample(0, 0, { percent: 20 }), sample(30_000, 0, { percent: 20 })])).toBeUndefined();
    expect(remaining([sample(0, 0, { percent: 20 }), sample(30_000, 0, { percent: 100 })])).toBeUndefined();
    expect(remaining([sample(0, 0), sample(30_000, 0)])).toBeUndefined();
  });
});

it('lag is what waits at the speed of applying', () => {
  expect(lag([sample(0, 0, { applied: 0 }), sample(2_000, 0, { applied: 100, waiting: 50 })])).toBe(1_000);
  expect(lag([sample(0, 0, { waiting: 0 })])).toBe(0);
  expect(lag([sample(0, 0, { waiting: 5 })])).toBeUndefined();
});

it('addSample starts anew when a reload begins, and keeps no more than needed', () => {
  const samples = addSample([sample(0, 10)], sample(1, 5));
  expect(samples).toEqual([sample(1, 5)]);
  let many: Sample[] = [];
  for (let at = 0; at < 2_000; at++) many = addSample(many, sample(at, at));
  expect(many.length).toBe(900);
  expect(addSample(many, sample(1_999, 9_999))).toEqual(many);
  expect(speedSeries([sample(0, 0), sample(2_000, 100)])).toEqual([[2], [50]]);
});
