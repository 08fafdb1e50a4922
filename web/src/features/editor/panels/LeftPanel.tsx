import { Text, TextInput, Tooltip } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleAlert, Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindMime } from '../canvas/EditorCanvas';
import { KindIcon, lookOfKind, paletteKinds } from '../kinds';
import { isProhibited, kindOf } from '../model';
import { useDocument, useEditor, useEditorStore } from '../state/useEditor';
import classes from './LeftPanel.module.css';

interface Props {
  readOnly: boolean;
  onAdd: (kind: string) => void;
  onReveal: (name: string) => void;
  onEdit: (name: string) => void;
}

/** Task kinds to drag to the canvas, and all nodes as a list. */
export function LeftPanel({ readOnly, onAdd, onReveal, onEdit }: Props) {
  const { t } = useTranslation('editor');
  return (
    <aside className={classes.panel} aria-label={t('left.label')}>
      {!readOnly && <Palette onAdd={onAdd} />}
      <NodeList onReveal={onReveal} onEdit={onEdit} />
    </aside>
  );
}

function Palette({ onAdd }: { onAdd: (kind: string) => void }) {
  const { t } = useTranslation('editor');
  const [wanted, setWanted] = useState('');
  const found = paletteKinds.filter((kind) => `${kind} ${t(`kind.${kind}`)}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <section aria-label={t('palette.title')} className={classes.section}>
      <h2 className={classes.title}>{t('palette.title')}</h2>
      <Filter label={t('palette.search')} value={wanted} onChange={setWanted} />
      <div className={classes.kinds}>
        {found.map((kind) => (
          <Tooltip key={kind} label={t('palette.hint')} position="right" openDelay={600}>
            <button
              type="button"
              className={classes.kind}
              draggable
              data-kind={kind}
              onDragStart={(event) => {
                event.dataTransfer.setData(kindMime, kind);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => onAdd(kind)}
            >
              <span className={classes.kindIcon} style={{ background: `var(--tone-${lookOfKind(kind).tone}-bg)` }}>
                <KindIcon kind={kind} />
              </span>
              <span className={classes.kindWords}>
                <span className={classes.kindName}>
                  <span className="visually-hidden">{t('palette.add')} </span>
                  {kind}
                </span>
                <span className={classes.kindText}>{t(`kind.${kind}`)}</span>
              </span>
            </button>
          </Tooltip>
        ))}
        {found.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('palette.none')}
          </Text>
        )}
      </div>
    </section>
  );
}

function Filter({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <TextInput type="search" size="xs" aria-label={label} placeholder={label} leftSection={<Search size={13} aria-hidden />} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

const rowHeight = 30;

function NodeList({ onReveal, onEdit }: { onReveal: (name: string) => void; onEdit: (name: string) => void }) {
  const { t } = useTranslation('editor');
  const store = useEditorStore();
  const document = useDocument();
  const selection = useEditor((state) => state.selection);
  const problems = useEditor((state) => state.problems.byTask);
  const [wanted, setWanted] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const found = useMemo(() => {
    const words = wanted.toLowerCase();
    return words ? document.tasks.filter((task) => `${task.name} ${kindOf(task)}`.toLowerCase().includes(words)) : document.tasks;
  }, [document, wanted]);
  const rows = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });

  return (
    <section aria-label={t('nodes.title')} className={`${classes.section} ${classes.nodes}`}>
      <h2 className={classes.title}>
        {t('nodes.title')}
        <span className={classes.count}>{wanted ? t('nodes.of', { found: found.length, all: document.tasks.length }) : document.tasks.length}</span>
      </h2>
      <Filter label={t('nodes.search')} value={wanted} onChange={setWanted} />
      <div ref={scroller} className={classes.scroller}>
        {found.length === 0 && (
          <Text size="xs" c="dimmed" p={4}>
            {wanted ? t('nodes.noneFound') : t('nodes.none')}
          </Text>
        )}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((row) => {
            const task = found[row.index]!;
            const wrong = problems.get(task.name);
            return (
              <button
                key={task.name}
                type="button"
                className={classes.row}
                style={{ transform: `translateY(${row.start}px)`, height: rowHeight }}
                aria-current={selection.has(task.name) || undefined}
                data-prohibited={isProhibited(task) || undefined}
                title={task.name}
                onClick={() => {
                  store.select([task.name]);
                  onReveal(task.name);
                }}
                onDoubleClick={() => onEdit(task.name)}
              >
                <KindIcon kind={kindOf(task)} size={15} />
                <span className={classes.rowName}>{task.name}</span>
                {wrong && (
                  <span className={classes.wrong} title={t('node.problems', { count: wrong.length })}>
                    <CircleAlert size={12} aria-hidden />
                    {wrong.length}
                  </span>
                )}
              </button>
            );
          })}
        </div>
      </div>
    </section>
  );
}
