import { Button, Group, Text } from '@mantine/core';
import { CircleCheck, CircleX, PlugZap } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '@/api/client';
import type { TestResult } from '../api';

interface Props {
  label: string;
  /** Why there is nothing to test. */
  reason?: string | undefined;
  /** Of what is tested: a result counts for that only. */
  subject: string;
  test: (signal: AbortSignal) => Promise<TestResult>;
}

type Outcome = TestResult & { subject: string };

function outcomeOf(error: unknown, subject: string): Outcome {
  const hint = isProblem(error) ? error.hint : undefined;
  return { ok: false, message: error instanceof Error ? error.message : String(error), subject, ...(hint && { hint }) };
}

/** A test in place: a button, and beside it how the last one ended. */
export function TestButton({ label, reason, subject, test }: Props) {
  const { t } = useTranslation('node-forms');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setBusy(true);
    const ended = await test(own.signal).then(
      (result) => ({ ...result, subject }),
      (error: unknown) => outcomeOf(error, subject),
    );
    if (own.signal.aborted) return;
    setOutcome(ended);
    setBusy(false);
  };
  const shown = outcome?.subject === subject ? outcome : undefined;
  return (
    <>
      <Button size="compact-xs" variant="default" leftSection={<PlugZap size={12} aria-hidden />} loading={busy} disabled={reason !== undefined} title={reason} onClick={() => void run()}>
        {label}
      </Button>
      <Group gap={4} wrap="nowrap" role="status" align="flex-start" style={{ minWidth: 0 }}>
        {shown && !busy && (
          <>
            {shown.ok ? <CircleCheck size={14} color="var(--tone-success-fg)" aria-hidden style={{ flexShrink: 0, marginTop: 2 }} /> : <CircleX size={14} color="var(--tone-danger-fg)" aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />}
            <Text size="xs" c={shown.ok ? 'var(--tone-success-fg)' : 'var(--tone-danger-fg)'} style={{ overflowWrap: 'anywhere' }}>
              {shown.message || (shown.ok ? t('test.ok') : t('test.failed'))}
              {shown.hint && ` · ${shown.hint}`}
            </Text>
          </>
        )}
      </Group>
    </>
  );
}
