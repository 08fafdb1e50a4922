import type { components, operations } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Project = Schemas['Project'];
export type Workflow = Schemas['Workflow'];
export type WorkflowDetails = Schemas['WorkflowDetails'];
export type WorkflowVersion = Schemas['WorkflowVersion'];
export type WorkflowInstance = Schemas['WorkflowInstance'];
export type InstanceTask = Schemas['InstanceTask'];
export type Attempt = Schemas['Attempt'];
export type Schedule = Schemas['Schedule'];
export type Environment = Schemas['Environment'];
export type WorkerGroup = Schemas['WorkerGroup'];
export type AlarmGroup = Schemas['AlarmGroup'];
export type DefinitionChange = Schemas['DefinitionChange'];
export type InstanceState = NonNullable<NonNullable<operations['listInstances']['parameters']['query']>['state']>;
