import { Skeleton } from '@mantine/core';
import { FolderKanban } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation, useMatch } from 'react-router-dom';
import { useProject } from '@/api/queries';
import { LoadingState } from '@/ui';
import { Logo } from './Logo';
import { sideMenu, topMenu, type NavGroup } from './navigation';
import { useRights } from './session';
import classes from './Shell.module.css';
import { TopTools } from './TopTools';

/** Pages that use the whole window: the canvas of the editor and of an instance. */
const fullBleed = [/^\/projects\/\d+\/workflows\/(new|\d+)$/, /^\/projects\/\d+\/instances\/\d+$/];

export function Shell() {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const groups = sideMenu(pathname);
  const wide = fullBleed.some((pattern) => pattern.test(pathname));
  return (
    <div className={classes.shell}>
      <a href="#main" className="skip-link">
        {t('skip')}
      </a>
      <header className={classes.top}>
        <Link to="/" className={classes.brand} aria-label={t('brand')}>
          <Logo />
          dmsnode
        </Link>
        <nav className={classes.topNav} aria-label={t('nav.main')}>
          {topMenu.map(({ label, to, icon: Icon, exact }) => (
            <NavLink key={to} to={to} end={exact ?? false} className={classes.topLink}>
              <Icon size={15} aria-hidden />
              {t(label)}
            </NavLink>
          ))}
        </nav>
        <TopTools />
      </header>
      {groups && <SideMenu groups={groups} />}
      <main id="main" className={classes.main} tabIndex={-1}>
        <Suspense fallback={<div className={classes.page}><LoadingState /></div>}>
          {wide ? (
            <Outlet />
          ) : (
            <div className={classes.page}>
              <Outlet />
            </div>
          )}
        </Suspense>
      </main>
    </div>
  );
}

function SideMenu({ groups }: { groups: NavGroup[] }) {
  const { t } = useTranslation('shell');
  const { can } = useRights();
  const project = useMatch('/projects/:projectCode/*')?.params.projectCode;
  return (
    <nav className={classes.side} aria-label={t('nav.section')}>
      {project && <ProjectName projectCode={project} />}
      {groups
        .map((group) => ({ ...group, items: group.items.filter((item) => !item.right || can(item.right)) }))
        .filter((group) => group.items.length > 0)
        .map((group, index) => (
          <div key={group.label ?? index}>
            {group.label && <div className={classes.group}>{t(group.label, { defaultValue: group.label })}</div>}
            {group.items.map(({ label, to, icon: Icon, exact }) => (
              <NavLink key={to} to={to} end={exact ?? false} className={classes.sideLink}>
                <Icon size={16} strokeWidth={1.9} aria-hidden />
                {t(label)}
              </NavLink>
            ))}
          </div>
        ))}
    </nav>
  );
}

function ProjectName({ projectCode }: { projectCode: string }) {
  const { data } = useProject(projectCode);
  return (
    <div className={classes.sideTitle} title={data?.name}>
      <FolderKanban size={16} aria-hidden style={{ flex: 'none' }} />
      {data ? <span style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{data.name}</span> : <Skeleton height={12} width={110} />}
    </div>
  );
}
