import { Anchor, Text } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import type { WorkflowInstance } from '@/api/types';
import { DataTable, Duration, StateBadge, TimeText, type Column, type TableQuery } from '@/ui';

interface Props {
  label: string;
  query: TableQuery<WorkflowInstance>;
  empty: ReactNode;
  /** Names of projects by code; with it the table has a column for them. */
  projects?: Map<string, string>;
}

export function instancePath(instance: Pick<WorkflowInstance, 'projectCode' | 'code'>): string {
  return `/projects/${instance.projectCode}/instances/${instance.code}`;
}

/** The latest instances in short, of one project or of several. */
export function InstanceTable({ label, query, empty, projects }: Props) {
  const { t } = useTranslation('projects');
  const navigate = useNavigate();
  const columns = useMemo<Column<WorkflowInstance>[]>(
    () => [
      { id: 'state', header: t('common:field.state'), width: 150, cell: (row) => <StateBadge state={row.state} /> },
      {
        id: 'workflow',
        header: t('instances.workflow'),
        cell: (row) => (
          <>
            <Anchor component={Link} to={instancePath(row)} size="sm" fw={550}>
              {row.workflowName}
            </Anchor>{' '}
            <Text component="span" size="xs" c="dimmed">
              v{row.workflowVersion}
            </Text>
          </>
        ),
      },
      ...(projects
        ? [
            {
              id: 'project',
              header: t('instances.project'),
              cell: (row: WorkflowInstance) => (
                <Anchor component={Link} to={`/projects/${row.projectCode}`} size="sm" c="dimmed">
                  {projects.get(row.projectCode)}
                </Anchor>
              ),
            },
          ]
        : []),
      { id: 'started', header: t('instances.started'), width: 140, cell: (row) => <TimeText time={row.started ?? row.created} relative /> },
      { id: 'duration', header: t('instances.duration'), width: 120, align: 'right', cell: (row) => <Duration from={row.started} to={row.ended} /> },
    ],
    [t, projects],
  );
  return <DataTable label={label} columns={columns} query={query} rowKey={(row) => row.code} empty={empty} onRow={(row) => navigate(instancePath(row))} />;
}
