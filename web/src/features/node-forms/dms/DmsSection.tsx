import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFilled, useParam } from '../fields/form';
import { NumberField, SelectField, SwitchField, TextField } from '../fields/inputs';
import { Fold, Row, Section } from '../fields/layout';
import { finishWhens, startTypes } from '../model/dmsFields';
import { flagOf, textOf } from '../model/task';
import { DocumentField } from '../fields/DocumentField';
import { settingsShape } from '../completion/shapes';
import { ConversionBar } from './ConversionBar';
import { JsonDataField } from './JsonDataField';
import { MigrationTypeField } from './MigrationTypeField';
import { MoreFields } from './MoreFields';
import { ConnectionField, EndpointField, InstanceField, ReplicationTaskField } from './services';
import { TableMappingsField } from './TableMappingsField';
import { TakeOver } from './TakeOver';

const cdcNames = ['cdcStartTime', 'cdcStartPosition', 'cdcStopPosition'];

function CdcFields() {
  const { t } = useTranslation('node-forms');
  return (
    <Fold title={t('dms.cdc')} paths={cdcNames.map((name) => `taskParams.${name}`)} filled={useFilled(cdcNames)}>
      <Row columns={3}>
        <TextField path="taskParams.cdcStartTime" mono placeholder="2026-01-31 12:00:00" />
        <TextField path="taskParams.cdcStartPosition" mono />
        <TextField path="taskParams.cdcStopPosition" mono placeholder="server_time:2026-01-31T12:00:00" />
      </Row>
    </Fold>
  );
}

function SettingsFields() {
  const { t } = useTranslation('node-forms');
  const path = 'taskParams.replicationTaskSettings';
  return (
    <Fold title={t('dms.settings')} paths={[path]} filled={useFilled(['replicationTaskSettings'])}>
      <DocumentField path={path} language="json" shape={settingsShape} height={260} />
    </Fold>
  );
}

function CreateFields() {
  const { t } = useTranslation('node-forms');
  const type = textOf(useParam('migrationType'));
  const hasCdc = useFilled(cdcNames) > 0 || type !== 'full-load';
  return (
    <>
      <MigrationTypeField />
      <Row>
        <TextField path="taskParams.replicationTaskIdentifier" required placeholder={t('placeholder.identifier')} />
        <InstanceField />
        <EndpointField path="taskParams.sourceEndpointArn" side="source" />
        <EndpointField path="taskParams.targetEndpointArn" side="target" />
      </Row>
      <TableMappingsField required />
      {hasCdc && <CdcFields />}
      <SettingsFields />
    </>
  );
}

function RestartFields() {
  const { t } = useTranslation('node-forms');
  const modify = flagOf(useParam('modifyTask'));
  return (
    <>
      <Row>
        <ReplicationTaskField />
        <SelectField path="taskParams.startReplicationTaskType" values={startTypes} placeholder={t('placeholder.startType')} />
      </Row>
      <RunningFields />
      {modify && (
        <>
          <MigrationTypeField required={false} />
          <TableMappingsField />
          <SettingsFields />
        </>
      )}
      <CdcFields />
    </>
  );
}

/** Of a restart, in both formats: they stand beside jsonData. */
function RunningFields() {
  const { t } = useTranslation('node-forms');
  return (
    <Row>
      <SelectField path="taskParams.whenRunning" values={['fail', 'follow', 'stop']} placeholder={t('choice.whenRunning.fail')} />
      <SwitchField path="taskParams.modifyTask" beside />
    </Row>
  );
}

function FinishFields() {
  const { t } = useTranslation('node-forms');
  return (
    <Row>
      <SelectField path="taskParams.finishWhen" values={finishWhens} placeholder={t('placeholder.finishWhen')} />
      <NumberField path="taskParams.toleratedTableErrors" min={0} fallback={0} />
    </Row>
  );
}

/** The fields that count for what the two switches say; the others keep their values unseen. */
export function DmsSection() {
  const { t } = useTranslation('node-forms');
  const restart = flagOf(useParam('isRestartTask'));
  const json = flagOf(useParam('isJsonFormat'));
  return (
    <Section id="dms" title={t('section.dms')} aside={<ConversionBar />}>
      <Row>
        <ConnectionField />
        <Stack gap="xs" mt={22}>
          <SwitchField path="taskParams.isRestartTask" />
          <SwitchField path="taskParams.isJsonFormat" />
        </Stack>
      </Row>
      <TakeOver />
      {json ? (
        <>
          <JsonDataField restart={restart} />
          {restart && <RunningFields />}
        </>
      ) : restart ? (
        <RestartFields />
      ) : (
        <CreateFields />
      )}
      <FinishFields />
      <MoreFields restart={restart} json={json} />
    </Section>
  );
}
