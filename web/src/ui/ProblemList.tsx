import { Code, List, Text } from '@mantine/core';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProblemEntry } from '@/api/problem';

/** Problems and warnings as the server tells them: where, what, and what to do instead. */
export function ProblemList({ problems }: { problems: ProblemEntry[] }) {
  const { t } = useTranslation('common');
  return (
    <List spacing={6} listStyleType="none" size="sm" mah={320} style={{ overflowY: 'auto' }}>
      {problems.map((problem, index) => (
        <List.Item
          key={index}
          icon={
            problem.warning ? (
              <TriangleAlert size={15} color="var(--tone-warning-fg)" aria-label={t('problem.warning')} />
            ) : (
              <CircleX size={15} color="var(--tone-danger-fg)" aria-label={t('problem.error')} />
            )
          }
        >
          <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
            {problem.path && problem.path !== '$' && <Code mr={6}>{problem.path}</Code>}
            {problem.line !== undefined && (
              <Text component="span" size="xs" c="dimmed" mr={6}>
                {t('problem.line', { line: problem.line })}
              </Text>
            )}
            {problem.message}
          </Text>
          {(problem.hint || problem.expected) && (
            <Text size="xs" c="dimmed">
              {[problem.expected && t('problem.expected', { expected: problem.expected }), problem.hint].filter(Boolean).join(' · ')}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}
