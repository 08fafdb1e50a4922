import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon?: LucideIcon;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
}

/** Says that there is nothing, why, and what to do next. */
export function EmptyState({ icon: Icon = Inbox, title, text, action }: Props) {
  return (
    <Center py={56} px="md">
      <Stack align="center" gap="xs" maw={440}>
        <ThemeIcon variant="light" size={44} radius="lg" mb={4}>
          <Icon size={22} strokeWidth={1.75} aria-hidden />
        </ThemeIcon>
        <Text fw={600}>{title}</Text>
        {text && (
          <Text size="sm" c="dimmed" ta="center">
            {text}
          </Text>
        )}
        {action && <div style={{ marginTop: 8 }}>{action}</div>}
      </Stack>
    </Center>
  );
}
