import type { KeyValue } from '@/ui';
import type { Endpoint } from './api';

export interface Engine {
  name: string;
  label: string;
  port?: number;
  /** A file of the server's machine: no host, no log-in. */
  file?: boolean;
  databaseNeeded?: boolean;
}

const ours: Engine[] = [
  { name: 'postgres', label: 'PostgreSQL', port: 5432, databaseNeeded: true },
  { name: 'mysql', label: 'MySQL', port: 3306 },
  { name: 'mariadb', label: 'MariaDB', port: 3306 },
  { name: 'aurora', label: 'Aurora MySQL', port: 3306 },
  { name: 'aurora-postgresql', label: 'Aurora PostgreSQL', port: 5432, databaseNeeded: true },
];

const sqlite: Engine = { name: 'sqlite', label: 'SQLite', file: true, databaseNeeded: true };

/** Those that AWS knows by the same plain settings. */
const awsOnly: Engine[] = [
  { name: 'oracle', label: 'Oracle', port: 1521, databaseNeeded: true },
  { name: 'sqlserver', label: 'SQL Server', port: 1433, databaseNeeded: true },
  { name: 'azuredb', label: 'Azure SQL', port: 1433, databaseNeeded: true },
  { name: 'db2', label: 'Db2', port: 50000, databaseNeeded: true },
  { name: 'redshift', label: 'Redshift', port: 5439, databaseNeeded: true },
];

export function enginesOf(embedded: boolean): Engine[] {
  return embedded ? [...ours, sqlite] : [...ours, ...awsOnly];
}

export function engineOf(name: string): Engine {
  return [...ours, sqlite, ...awsOnly].find((engine) => engine.name === name) ?? { name, label: name };
}

/** `a=b;c=d` as rows. A value may hold `=`. */
export function parseAttributes(text: string): KeyValue[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? { key: part, value: '' } : { key: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
    });
}

export function writeAttributes(rows: readonly KeyValue[]): string {
  return rows
    .filter((row) => row.key.trim() !== '')
    .map((row) => `${row.key.trim()}=${row.value.trim()}`)
    .join(';');
}

export interface EndpointValues {
  identifier: string;
  type: 'source' | 'target';
  engine: string;
  server: string;
  port: string;
  username: string;
  /** Never read: empty means that the one that is there stays. */
  password: string;
  database: string;
  sslMode: string;
  caFile: string;
  attributes: KeyValue[];
}

const isCaFile = (row: KeyValue) => row.key.toLowerCase() === 'cafile';

export function valuesOf(endpoint: Endpoint | undefined): EndpointValues {
  const attributes = parseAttributes(endpoint?.ExtraConnectionAttributes ?? '');
  return {
    identifier: endpoint?.EndpointIdentifier ?? '',
    type: endpoint?.EndpointType.toLowerCase() === 'target' ? 'target' : 'source',
    engine: endpoint?.EngineName ?? 'postgres',
    server: endpoint?.ServerName ?? '',
    port: endpoint?.Port ? String(endpoint.Port) : '',
    username: endpoint?.Username ?? '',
    password: '',
    database: endpoint?.DatabaseName ?? '',
    sslMode: endpoint?.SslMode ?? 'none',
    caFile: attributes.find(isCaFile)?.value ?? '',
    attributes: attributes.filter((row) => !isCaFile(row)),
  };
}

export const checksServer = (sslMode: string) => sslMode === 'verify-ca' || sslMode === 'verify-full';

/** The request for an endpoint; of a change (`arn`), with what is to be changed. */
export function requestOf(values: EndpointValues, arn?: string): Record<string, unknown> {
  const engine = engineOf(values.engine);
  const extra = writeAttributes([...(values.caFile && checksServer(values.sslMode) ? [{ key: 'caFile', value: values.caFile }] : []), ...values.attributes]);
  const body: Record<string, unknown> = { EndpointIdentifier: values.identifier.trim(), EndpointType: values.type, EngineName: values.engine };
  if (arn) body['EndpointArn'] = arn;
  if (values.database.trim()) body['DatabaseName'] = values.database.trim();
  if (!engine.file) {
    body['ServerName'] = values.server.trim();
    body['Port'] = Number(values.port) || engine.port;
    if (values.username.trim()) body['Username'] = values.username.trim();
    if (values.password) body['Password'] = values.password;
    body['SslMode'] = values.sslMode;
  }
  if (extra || arn) body['ExtraConnectionAttributes'] = extra;
  return body;
}

/** Key of the words for what is still missing. */
export function missingOf(values: EndpointValues): 'identifier' | 'server' | 'database' | 'file' | undefined {
  const engine = engineOf(values.engine);
  if (!values.identifier.trim()) return 'identifier';
  if (!engine.file && !values.server.trim()) return 'server';
  if (engine.databaseNeeded && !values.database.trim()) return engine.file ? 'file' : 'database';
  return undefined;
}
