import { describe, expect, it } from 'vitest';
import { enginesOf, missingOf, parseAttributes, requestOf, valuesOf, writeAttributes } from './endpoints';
import { canDelete, isMoving, nameOfArn, pretty, startTypes, stopReasonOf, timeOf } from './tasks';

describe('endpoints', () => {
  const values = { ...valuesOf(undefined), identifier: 'src', server: 'db.internal', username: 'u', password: 'p', database: 'shop' };

  it('are written as their engine needs', () => {
    expect(requestOf(values)).toEqual({ EndpointIdentifier: 'src', EndpointType: 'source', EngineName: 'postgres', DatabaseName: 'shop', ServerName: 'db.internal', Port: 5432, Username: 'u', Password: 'p', SslMode: 'none' });
    expect(requestOf({ ...values, engine: 'sqlite', database: '/tmp/x.db' })).toEqual({ EndpointIdentifier: 'src', EndpointType: 'source', EngineName: 'sqlite', DatabaseName: '/tmp/x.db' });
  });

  it('keep the password and the CA file apart', () => {
    const changed = valuesOf({ EndpointArn: 'a', EndpointIdentifier: 'src', EndpointType: 'TARGET', EngineName: 'mysql', Port: 3307, SslMode: 'verify-ca', ExtraConnectionAttributes: 'caFile=/ca.pem;zeroDates=null' });
    expect(changed).toMatchObject({ type: 'target', port: '3307', password: '', caFile: '/ca.pem', attributes: [{ key: 'zeroDates', value: 'null' }] });
    const request = requestOf({ ...changed, server: 'db' }, 'a');
    expect(request).toMatchObject({ EndpointArn: 'a', ExtraConnectionAttributes: 'caFile=/ca.pem;zeroDates=null' });
    expect(request).not.toHaveProperty('Password');
    expect(requestOf({ ...changed, sslMode: 'none', attributes: [] }, 'a')['ExtraConnectionAttributes']).toBe('');
  });

  it('say what is missing', () => {
    expect([missingOf(values), missingOf({ ...values, identifier: ' ' }), missingOf({ ...values, server: '' }), missingOf({ ...values, database: '' })]).toEqual([undefined, 'identifier', 'server', 'database']);
    expect([missingOf({ ...values, engine: 'mysql', database: '' }), missingOf({ ...values, engine: 'sqlite', server: '', database: '' })]).toEqual([undefined, 'file']);
    expect([enginesOf(true).some((engine) => engine.name === 'oracle'), enginesOf(false).some((engine) => engine.file)]).toEqual([false, false]);
  });

  it('have attributes as rows', () => {
    expect(parseAttributes(' a=b ; c ;; d=e=f')).toEqual([
      { key: 'a', value: 'b' },
      { key: 'c', value: '' },
      { key: 'd', value: 'e=f' },
    ]);
    expect(writeAttributes([{ key: 'a', value: ' b' }, { key: ' ', value: 'x' }, { key: 'c', value: '' }])).toBe('a=b;c=');
  });
});

describe('tasks', () => {
  it('can be started as their state allows', () => {
    expect([startTypes({ Status: 'ready' }), startTypes({ Status: 'failed' }), startTypes({ Status: 'running' })]).toEqual([['start-replication'], ['resume-processing', 'reload-target'], []]);
    expect([isMoving({ Status: 'starting' }), isMoving({ Status: 'stopped' }), isMoving(null), canDelete({ Status: 'running' }), canDelete({ Status: 'failed' })]).toEqual([true, false, false, false, true]);
  });

  it('are told in words of people', () => {
    expect(stopReasonOf({ StopReason: 'Stop Reason NORMAL' })).toBe('NORMAL');
    expect([nameOfArn('arn:aws:dms:x:1:endpoint:AB', new Map()), nameOfArn('a', new Map([['a', 'shop']]))]).toEqual(['AB', 'shop']);
    expect([timeOf(undefined), timeOf(1.5)]).toEqual([undefined, '1970-01-01T00:00:01.500Z']);
    expect([pretty('{"a":1}'), pretty('{'), pretty(undefined)]).toEqual(['{\n  "a": 1\n}', '{', '']);
  });
});
