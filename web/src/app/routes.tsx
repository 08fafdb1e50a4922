import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router-dom';
import { NotFound, RouteError } from './RouteError';
import { RequireSession } from './RequireSession';
import { Shell } from './Shell';

/** A route whose page is a chunk of its own; the file exports the page as default. */
function page(path: string, load: () => Promise<{ default: ComponentType }>): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).default }), errorElement: <RouteError /> };
}

const projectPages: RouteObject[] = [
  page('', () => import('@/features/projects/ProjectOverviewPage')),
  page('workflows', () => import('@/features/workflows/WorkflowsPage')),
  page('workflows/new', () => import('@/features/editor/EditorPage')),
  page('workflows/:workflowCode', () => import('@/features/editor/EditorPage')),
  page('workflows/:workflowCode/versions', () => import('@/features/workflows/VersionsPage')),
  page('instances', () => import('@/features/runs/InstancesPage')),
  page('instances/:instanceCode', () => import('@/features/runs/InstancePage')),
  page('schedules', () => import('@/features/schedules/SchedulesPage')),
  page('settings', () => import('@/features/admin/ProjectSettingsPage')),
];

const dmsPages: RouteObject[] = [
  page('', () => import('@/features/dms/ConnectionsPage')),
  page('access-keys', () => import('@/features/dms/AccessKeysPage')),
  page(':connection/endpoints', () => import('@/features/dms/EndpointsPage')),
  page(':connection/instances', () => import('@/features/dms/ReplicationInstancesPage')),
  page(':connection/tasks', () => import('@/features/dms/ReplicationTasksPage')),
  page(':connection/tasks/:arn', () => import('@/features/dms/ReplicationTaskPage')),
];

const adminPages: RouteObject[] = [
  { index: true, element: <Navigate to="worker-groups" replace /> },
  page('users', () => import('@/features/admin/UsersPage')),
  page('environments', () => import('@/features/admin/EnvironmentsPage')),
  page('worker-groups', () => import('@/features/admin/WorkerGroupsPage')),
  page('alarm-groups', () => import('@/features/admin/AlarmGroupsPage')),
  page('alarm-channels', () => import('@/features/admin/AlarmChannelsPage')),
  page('alarms', () => import('@/features/admin/AlarmsPage')),
  page('audit', () => import('@/features/admin/AuditPage')),
];

export const routes: RouteObject[] = [
  page('/login', () => import('@/features/login/LoginPage')),
  {
    path: '/',
    element: (
      <RequireSession>
        <Shell />
      </RequireSession>
    ),
    errorElement: <RouteError />,
    children: [
      page('', () => import('@/features/home/HomePage')),
      page('projects', () => import('@/features/projects/ProjectsPage')),
      { path: 'projects/:projectCode', children: projectPages },
      { path: 'dms', children: dmsPages },
      page('resources', () => import('@/features/admin/ResourcesPage')),
      { path: 'admin', children: adminPages },
      page('me', () => import('@/features/admin/MePage')),
      { path: '*', element: <NotFound /> },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes, { future: { v7_relativeSplatPath: true } });
}
