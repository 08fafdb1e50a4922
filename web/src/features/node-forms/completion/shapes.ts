import { actions, dataTypes, operators, selectionActions, tableTypes, targets } from '../mapping/rules';
import { migrationTypes, startTypes } from '../model/dmsFields';

/** What a JSON document may hold, for completion. */
export interface Shape {
  members?: Record<string, Shape>;
  items?: Shape;
  values?: readonly (string | number | boolean)[];
}

const text: Shape = {};
const flag: Shape = { values: [true, false] };
const words = (...values: (string | number)[]): Shape => ({ values });

const locator: Shape = {
  members: { 'schema-name': text, 'table-name': text, 'column-name': text, 'table-type': { values: tableTypes }, 'data-type': { values: dataTypes } },
};

export const mappingShape: Shape = {
  members: {
    rules: {
      items: {
        members: {
          'rule-type': words('selection', 'transformation', 'table-settings', 'object-mapping', 'post-processing', 'validation'),
          'rule-id': text,
          'rule-name': text,
          'rule-target': { values: targets },
          'object-locator': locator,
          'rule-action': { values: [...selectionActions, ...Object.keys(actions)] },
          'load-order': text,
          filters: {
            items: {
              members: {
                'filter-type': words('source'),
                'column-name': text,
                'filter-conditions': { items: { members: { 'filter-operator': { values: operators }, value: text, 'start-value': text, 'end-value': text } } },
              },
            },
          },
          value: text,
          'old-value': text,
          expression: text,
          'data-type': { members: { type: { values: dataTypes }, precision: text, scale: text, length: text } },
          'primary-key-def': { members: { name: text, origin: words('primary-key', 'unique-index'), columns: { items: text } } },
          'before-image-def': { members: { 'column-prefix': text, 'column-suffix': text, 'column-filter': words('pk-only', 'non-lob', 'all') } },
          'parallel-load': { members: { type: words('partitions-auto', 'partitions-list', 'ranges', 'none'), columns: { items: text }, boundaries: { items: { items: text } } } },
          'lob-settings': { members: { mode: words('limited', 'unlimited', 'none'), 'bulk-max-size': text } },
        },
      },
    },
  },
};

const policies = words('IGNORE_RECORD', 'LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK');
const section = (members: Record<string, Shape>): Shape => ({ members });
/** A section whose members are switches and numbers: the values are their defaults. */
const numbers = (...pairs: [string, number][]) => Object.fromEntries(pairs.map(([name, value]) => [name, words(value)]));
const flags = (...names: string[]) => Object.fromEntries(names.map((name) => [name, flag]));

export const settingsShape: Shape = section({
  TargetMetadata: section({
    TargetSchema: text,
    ...flags('SupportLobs', 'FullLobMode', 'LimitedSizeLobMode', 'BatchApplyEnabled', 'TaskRecoveryTableEnabled'),
    ...numbers(['LobMaxSize', 32], ['LobChunkSize', 64], ['InlineLobMaxSize', 0], ['LoadMaxFileSize', 0]),
    ...numbers(['ParallelLoadThreads', 0], ['ParallelLoadBufferSize', 0], ['ParallelApplyThreads', 0], ['ParallelApplyBufferSize', 0], ['ParallelApplyQueuesPerThread', 0]),
  }),
  FullLoadSettings: section({
    TargetTablePrepMode: words('DROP_AND_CREATE', 'TRUNCATE_BEFORE_LOAD', 'DO_NOTHING'),
    ...flags('CreatePkAfterFullLoad', 'StopTaskCachedChangesApplied', 'StopTaskCachedChangesNotApplied'),
    ...numbers(['MaxFullLoadSubTasks', 8], ['TransactionConsistencyTimeout', 600], ['CommitRate', 10_000]),
  }),
  Logging: section({
    ...flags('EnableLogging', 'EnableLogContext'),
    LogComponents: {
      items: section({
        Id: words('TRANSFORMATION', 'SOURCE_UNLOAD', 'TARGET_LOAD', 'PERFORMANCE', 'SOURCE_CAPTURE', 'SORTER', 'VALIDATOR_EXT', 'TARGET_APPLY', 'TASK_MANAGER', 'TABLES_MANAGER', 'METADATA_MANAGER', 'COMMON'),
        Severity: words(...['ERROR', 'WARNING', 'INFO', 'DEFAULT', 'DEBUG', 'DETAILED_DEBUG'].map((level) => `LOGGER_SEVERITY_${level}`)),
      }),
    },
  }),
  ControlTablesSettings: section({
    ControlSchema: text,
    ...numbers(['HistoryTimeslotInMinutes', 5]),
    ...flags('HistoryTableEnabled', 'SuspendedTablesTableEnabled', 'StatusTableEnabled', 'FullLoadExceptionTableEnabled'),
  }),
  StreamBufferSettings: section(numbers(['StreamBufferCount', 3], ['StreamBufferSizeInMB', 8], ['CtrlStreamBufferSizeInMB', 5])),
  ChangeProcessingDdlHandlingPolicy: section(flags('HandleSourceTableDropped', 'HandleSourceTableTruncated', 'HandleSourceTableAltered')),
  ErrorBehavior: section({
    DataErrorPolicy: policies,
    DataTruncationErrorPolicy: policies,
    DataErrorEscalationPolicy: words('SUSPEND_TABLE', 'STOP_TASK'),
    TableErrorPolicy: words('SUSPEND_TABLE', 'STOP_TASK'),
    TableErrorEscalationPolicy: words('STOP_TASK'),
    EventErrorPolicy: words('IGNORE', 'STOP_TASK'),
    ApplyErrorDeletePolicy: policies,
    ApplyErrorInsertPolicy: words('LOG_ERROR', 'IGNORE_RECORD', 'SUSPEND_TABLE', 'STOP_TASK', 'INSERT_RECORD'),
    ApplyErrorUpdatePolicy: words('LOG_ERROR', 'IGNORE_RECORD', 'SUSPEND_TABLE', 'STOP_TASK', 'UPDATE_RECORD'),
    ApplyErrorEscalationPolicy: words('LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK'),
    ...numbers(['DataErrorEscalationCount', 0], ['TableErrorEscalationCount', 0], ['ApplyErrorEscalationCount', 0]),
    ...numbers(['RecoverableErrorCount', -1], ['RecoverableErrorInterval', 5], ['RecoverableErrorThrottlingMax', 1800]),
    ...flags('RecoverableErrorThrottling', 'RecoverableErrorStopRetryAfterThrottlingMax', 'ApplyErrorFailOnTruncationDdl'),
    ...flags('FullLoadIgnoreConflicts', 'FailOnTransactionConsistencyBreached', 'FailOnNoTablesCaptured'),
  }),
  ChangeProcessingTuning: section({
    ...flags('BatchApplyPreserveTransaction'),
    ...numbers(['BatchApplyTimeoutMin', 1], ['BatchApplyTimeoutMax', 30], ['BatchApplyMemoryLimit', 500], ['BatchSplitSize', 0], ['MinTransactionSize', 1000]),
    ...numbers(['CommitTimeout', 1], ['MemoryLimitTotal', 1024], ['MemoryKeepTime', 60], ['StatementCacheSize', 50]),
  }),
  ValidationSettings: section({
    ...flags('EnableValidation', 'ValidationOnly', 'HandleCollationDiff', 'SkipLobColumns'),
    ValidationMode: words('ROW_LEVEL', 'GROUP_LEVEL'),
    ...numbers(['ThreadCount', 5], ['PartitionSize', 10_000], ['FailureMaxCount', 10_000], ['TableFailureMaxCount', 1000], ['RecordFailureDelayInMinutes', 5]),
    ...numbers(['RecordSuspendDelayInMinutes', 30], ['ValidationPartialLobSize', 0], ['ValidationQueryCdcDelaySeconds', 0]),
  }),
});

export const jsonDataShape = (restart: boolean): Shape =>
  section({
    ...(restart
      ? { ReplicationTaskArn: text, StartReplicationTaskType: { values: startTypes } }
      : { MigrationType: { values: migrationTypes }, ReplicationTaskIdentifier: text, ReplicationInstanceArn: text, SourceEndpointArn: text, TargetEndpointArn: text }),
    TableMappings: mappingShape,
    ReplicationTaskSettings: settingsShape,
    CdcStartTime: text,
    CdcStartPosition: text,
    CdcStopPosition: text,
    ...(!restart && { Tags: { items: section({ Key: text, Value: text }) }, ResourceIdentifier: text, StartReplicationTaskType: words('start-replication') }),
    ...(restart && { MigrationType: { values: migrationTypes } }),
    TaskData: text,
  });

/** The shape at the end of the path; texts that hold a document are not looked into. */
export function shapeAt(shape: Shape, path: (string | -1)[]): Shape | undefined {
  return path.reduce<Shape | undefined>((at, step) => (step === -1 ? at?.items : at?.members?.[step]), shape);
}
