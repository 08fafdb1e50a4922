import { Skeleton } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import classes from './StatCard.module.css';
import type { Tone } from './states';

interface Props {
  icon: LucideIcon;
  label: string;
  /** undefined: not read yet. */
  value: ReactNode | undefined;
  note?: ReactNode;
  tone?: Tone;
  to?: string;
}

/** One figure with its name, and a page that tells more. */
export function StatCard({ icon: Icon, label, value, note, tone, to }: Props) {
  const content = (
    <>
      <span className={classes.label}>
        <Icon size={14} aria-hidden />
        {label}
      </span>
      <span className={classes.value} style={tone && { color: `var(--tone-${tone}-fg)` }}>
        {value === undefined ? <Skeleton height={22} width={48} my={4} /> : value}
      </span>
      <span className={classes.note}>{note ?? ' '}</span>
    </>
  );
  return to ? (
    <Link className={classes.card} to={to}>
      {content}
    </Link>
  ) : (
    <div className={classes.card}>{content}</div>
  );
}
