import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router-dom';

export interface Crumb {
  label: string;
  to?: string;
}

interface Props {
  title: ReactNode;
  /** Title of the browser's tab, if `title` is not a text. */
  tabTitle?: string;
  crumbs?: Crumb[] | undefined;
  /** Beside the title: a state, a version. */
  badge?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, tabTitle, crumbs, badge, description, actions }: Props) {
  const tab = tabTitle ?? (typeof title === 'string' ? title : undefined);
  useEffect(() => {
    if (tab) document.title = `${tab} · dmsnode`;
  }, [tab]);
  return (
    <Stack gap={4} mb="md">
      {crumbs && crumbs.length > 0 && (
        <Breadcrumbs fz="xs" separatorMargin={6}>
          {crumbs.map((crumb) =>
            crumb.to ? (
              <Anchor key={crumb.label} component={Link} to={crumb.to} fz="xs">
                {crumb.label}
              </Anchor>
            ) : (
              <Text key={crumb.label} fz="xs" c="dimmed">
                {crumb.label}
              </Text>
            ),
          )}
        </Breadcrumbs>
      )}
      <Group justify="space-between" gap="sm" mih={32}>
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {badge}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {description && (
        <Text size="sm" c="dimmed" maw={760} component="div">
          {description}
        </Text>
      )}
    </Stack>
  );
}
