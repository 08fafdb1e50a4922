import { Alert, Button, Code, Group, Loader, Modal, Stack, Text } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import { ErrorState } from '@/ui';

interface Props {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** Tries it and says what it found; throws what went wrong. `tell` shows where it is. */
  run: (tell: (step: string) => void, signal: AbortSignal) => Promise<string>;
  /** Choices for the test; it begins anew when they change. */
  children?: ReactNode;
}

type Outcome = { kind: 'running'; step: string } | { kind: 'good'; message: string } | { kind: 'bad'; error: unknown };

/** Not what was tested, but that it could not be tried. */
const ofThisServer = new Set([0, 401, 403, 429]);

function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation('crud');
  if (!isProblem(error) || ofThisServer.has(error.status)) return <ErrorState error={error} />;
  return (
    <Alert role="alert" variant="default" icon={<CircleX size={18} color="var(--tone-danger-fg)" aria-hidden />} title={t('testBad')} styles={{ root: { background: 'var(--tone-danger-bg)', borderColor: 'transparent' }, title: { color: 'var(--tone-danger-fg)' } }}>
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {error.detail}
        </Text>
        {error.hint && <Text size="sm">{error.hint}</Text>}
        {error.fault && <Code style={{ alignSelf: 'flex-start' }}>{error.fault}</Code>}
      </Stack>
    </Alert>
  );
}

/** A refusal as a test's answer tells it, to be shown like any other. */
export function testFailure(message: string, hint?: string, fault?: string): ApiProblem {
  return new ApiProblem(400, { detail: message, ...(hint && { hint }), ...(fault && { fault }) });
}

/** Tries something while it is open: live steps, then what came of it. */
export function TestDialog({ title, opened, onClose, run, children }: Props) {
  const { t } = useTranslation('crud');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'running', step: '' });
  const current = useRef<AbortController>(undefined);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const begin = useCallback(() => {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    const tell = (next: Outcome) => !control.signal.aborted && setOutcome(next);
    tell({ kind: 'running', step: '' });
    latest.current((step) => tell({ kind: 'running', step }), control.signal).then(
      (message) => tell({ kind: 'good', message }),
      (error: unknown) => tell({ kind: 'bad', error }),
    );
  }, []);
  useEffect(() => {
    if (opened) begin();
    return () => current.current?.abort();
  }, [opened, begin]);
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack gap="md" aria-live="polite">
        {children}
        {outcome.kind === 'running' && (
          <Group gap="sm" mih={48}>
            <Loader size="sm" />
            <Text size="sm">{outcome.step || t('testing')}</Text>
          </Group>
        )}
        {outcome.kind === 'good' && (
          <Alert variant="default" icon={<CircleCheck size={18} color="var(--tone-success-fg)" aria-hidden />} title={t('testGood')} styles={{ root: { background: 'var(--tone-success-bg)', borderColor: 'transparent' }, title: { color: 'var(--tone-success-fg)' } }}>
            {outcome.message}
          </Alert>
        )}
        {outcome.kind === 'bad' && <Failure error={outcome.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={outcome.kind === 'running'} onClick={begin}>
            {t('testAgain')}
          </Button>
          <Button onClick={onClose} data-autofocus>
            {t('common:action.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
