import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Alarm = Schemas['Alarm'];
export type AlarmChannel = Schemas['AlarmChannel'];
export type ApiToken = Schemas['ApiToken'];
export type AuditLine = Schemas['AuditLine'];
export type Member = Schemas['Member'];
export type ProjectParameter = Schemas['ProjectParameter'];
export type Resource = Schemas['Resource'];
export type TaskGroup = Schemas['TaskGroup'];
export type User = Schemas['User'];
export type Worker = Schemas['Worker'];
