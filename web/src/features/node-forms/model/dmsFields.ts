/** A DMS node's parameter: its name in the form and in the AWS API, as src/tasks/dms/impl/fields.cpp has them. */
export interface DmsField {
  form: string;
  aws: string;
  kind: 'text' | 'document' | 'date' | 'tags';
  /** Where it counts. `modify`: in a restart with modifyTask. */
  counts: ('create' | 'restart' | 'modify')[];
}

/** Those of DolphinScheduler's 18 that stand in jsonData too. */
export const dmsFields: DmsField[] = [
  { form: 'migrationType', aws: 'MigrationType', kind: 'text', counts: ['create', 'modify'] },
  { form: 'replicationTaskIdentifier', aws: 'ReplicationTaskIdentifier', kind: 'text', counts: ['create'] },
  { form: 'replicationInstanceArn', aws: 'ReplicationInstanceArn', kind: 'text', counts: ['create'] },
  { form: 'sourceEndpointArn', aws: 'SourceEndpointArn', kind: 'text', counts: ['create'] },
  { form: 'targetEndpointArn', aws: 'TargetEndpointArn', kind: 'text', counts: ['create'] },
  { form: 'tableMappings', aws: 'TableMappings', kind: 'document', counts: ['create', 'modify'] },
  { form: 'replicationTaskArn', aws: 'ReplicationTaskArn', kind: 'text', counts: ['restart', 'modify'] },
  { form: 'replicationTaskSettings', aws: 'ReplicationTaskSettings', kind: 'document', counts: ['create', 'modify'] },
  { form: 'cdcStartTime', aws: 'CdcStartTime', kind: 'date', counts: ['create', 'restart', 'modify'] },
  { form: 'cdcStartPosition', aws: 'CdcStartPosition', kind: 'text', counts: ['create', 'restart', 'modify'] },
  { form: 'cdcStopPosition', aws: 'CdcStopPosition', kind: 'text', counts: ['create', 'restart', 'modify'] },
  { form: 'tags', aws: 'Tags', kind: 'tags', counts: ['create'] },
  { form: 'taskData', aws: 'TaskData', kind: 'document', counts: ['create', 'modify'] },
  { form: 'resourceIdentifier', aws: 'ResourceIdentifier', kind: 'text', counts: ['create'] },
  { form: 'startReplicationTaskType', aws: 'StartReplicationTaskType', kind: 'text', counts: ['create', 'restart', 'modify'] },
];

export const migrationTypes = ['full-load', 'full-load-and-cdc', 'cdc'] as const;
export const startTypes = ['start-replication', 'resume-processing', 'reload-target'] as const;
export const finishWhens = ['started', 'full-load-complete', 'caught-up', 'stopped'] as const;

export const timeouts = [
  ['createTimeout', 900],
  ['connectionTestTimeout', 600],
  ['startTimeout', 900],
  ['runTimeout', 2_592_000],
  ['stopTimeout', 900],
  ['deleteTimeout', 900],
  ['contactTimeout', 3600],
] as const;

/** Stop reasons and what the node makes of each by itself. */
export const stopReasons = [
  ['NORMAL', 'success-if-complete'],
  ['FULL_LOAD_ONLY_FINISHED', 'success'],
  ['STOPPED_AFTER_FULL_LOAD', 'success'],
  ['STOPPED_AFTER_CACHED_EVENTS', 'success'],
  ['STOPPED_AT_SERVER_TIME', 'success'],
  ['STOPPED_AT_COMMIT_TIME', 'success'],
  ['STOPPED_AFTER_DDL_APPLY', 'attention'],
  ['STOPPED_DUE_TO_LOW_MEMORY', 'attention'],
  ['STOPPED_DUE_TO_LOW_DISK', 'attention'],
  ['RECOVERABLE_ERROR', 'failure'],
  ['FATAL_ERROR', 'failure'],
  ['EXPRESS_LICENSE_LIMITS_REACHED', 'attention'],
  ['RECONFIGURATION_RESTART', 'wait'],
  ['RECYCLE_TASK', 'wait'],
] as const;
export const stopVerdicts = ['success', 'failure', 'attention'] as const;
