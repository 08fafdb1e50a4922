import { Activity, BellRing, Box, CalendarClock, Cable, Database, FileClock, Files, FolderKanban, HardDrive, House, KeyRound, LayoutDashboard, Megaphone, Plug, ScrollText, Server, Settings, ShieldCheck, UserCog, Users, Workflow, type LucideIcon } from 'lucide-react';
import type { Right } from './rights';

export interface NavItem {
  /** Key in namespace shell. */
  label: string;
  to: string;
  icon: LucideIcon;
  /** Matches this path only, not those below. */
  exact?: boolean;
  right?: Right;
}

export interface NavGroup {
  label?: string;
  items: NavItem[];
}

export const topMenu: NavItem[] = [
  { label: 'nav.home', to: '/', icon: House, exact: true },
  { label: 'nav.projects', to: '/projects', icon: FolderKanban },
  { label: 'nav.dms', to: '/dms', icon: Database },
  { label: 'nav.resources', to: '/resources', icon: Files },
  { label: 'nav.admin', to: '/admin', icon: ShieldCheck },
];

function projectMenu(project: string): NavGroup[] {
  const at = `/projects/${project}`;
  return [
    { items: [{ label: 'nav.overview', to: at, icon: LayoutDashboard, exact: true }] },
    {
      label: 'nav.workflow',
      items: [
        { label: 'nav.definitions', to: `${at}/workflows`, icon: Workflow },
        { label: 'nav.instances', to: `${at}/instances`, icon: Activity },
        { label: 'nav.schedules', to: `${at}/schedules`, icon: CalendarClock },
      ],
    },
    { label: 'nav.project', items: [{ label: 'nav.settings', to: `${at}/settings`, icon: Settings }] },
  ];
}

function dmsMenu(connection: string | undefined): NavGroup[] {
  const groups: NavGroup[] = [
    {
      items: [
        { label: 'nav.connections', to: '/dms', icon: Plug, exact: true },
        { label: 'nav.accessKeys', to: '/dms/access-keys', icon: KeyRound, right: 'users.manage' },
      ],
    },
  ];
  if (connection) {
    const at = `/dms/${encodeURIComponent(connection)}`;
    groups.push({
      label: connection,
      items: [
        { label: 'nav.endpoints', to: `${at}/endpoints`, icon: Cable },
        { label: 'nav.replicationInstances', to: `${at}/instances`, icon: HardDrive },
        { label: 'nav.replicationTasks', to: `${at}/tasks`, icon: Box },
      ],
    });
  }
  return groups;
}

const adminMenu: NavGroup[] = [
  {
    label: 'nav.running',
    items: [
      { label: 'nav.workerGroups', to: '/admin/worker-groups', icon: Server },
      { label: 'nav.environments', to: '/admin/environments', icon: ScrollText },
    ],
  },
  {
    label: 'nav.alarming',
    items: [
      { label: 'nav.alarmGroups', to: '/admin/alarm-groups', icon: Megaphone },
      { label: 'nav.alarmChannels', to: '/admin/alarm-channels', icon: UserCog },
      { label: 'nav.alarms', to: '/admin/alarms', icon: BellRing, right: 'alarms.read' },
    ],
  },
  {
    label: 'nav.access',
    items: [
      { label: 'nav.users', to: '/admin/users', icon: Users, right: 'users.manage' },
      { label: 'nav.audit', to: '/admin/audit', icon: FileClock, right: 'audit.read' },
    ],
  },
];

/** The left menu of a path; none on pages that stand alone. */
export function sideMenu(pathname: string): NavGroup[] | undefined {
  const [section, second, third] = pathname.split('/').slice(1).map(decodeURIComponent);
  if (section === 'projects' && second) return projectMenu(second);
  if (section === 'dms') return dmsMenu(third ? second : undefined);
  if (section === 'admin') return adminMenu;
  return undefined;
}
