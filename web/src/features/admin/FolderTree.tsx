import { Folder as FolderIcon, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import classes from './ResourcesPage.module.css';
import type { Folder } from './resources';

interface Props {
  root: Folder;
  current: string;
  onChange: (path: string) => void;
}

/** All folders, the current one open; each is a button. */
export function FolderTree({ root, current, onChange }: Props) {
  const { t } = useTranslation('admin');
  return (
    <nav className={classes.tree} aria-label={t('resources.folders')}>
      <ul>
        <Branch folder={root} current={current} onChange={onChange} name={t('resources.root')} />
      </ul>
    </nav>
  );
}

function Branch({ folder, current, onChange, name }: { folder: Folder; current: string; onChange: (path: string) => void; name: string }) {
  // Folders beside the way to the current one are closed, so that a large tree stays small.
  const open = folder.path === '' || current.startsWith(folder.path);
  const Icon = open ? FolderOpen : FolderIcon;
  return (
    <li>
      <button type="button" className={classes.folder} aria-current={folder.path === current ? 'page' : undefined} aria-expanded={folder.folders.length > 0 ? open : undefined} onClick={() => onChange(folder.path)}>
        <Icon size={15} aria-hidden />
        <span title={name}>{name}</span>
        <small>{folder.files}</small>
      </button>
      {open && folder.folders.length > 0 && (
        <ul>
          {folder.folders.map((child) => (
            <Branch key={child.path} folder={child} current={current} onChange={onChange} name={child.name} />
          ))}
        </ul>
      )}
    </li>
  );
}
