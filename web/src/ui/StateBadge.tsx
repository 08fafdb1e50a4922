import { Ban, Check, CheckCheck, Circle, CircleDot, Clock, Layers, LoaderCircle, Pause, RotateCw, SkipForward, Square, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lookOf, type StateLook } from './states';
import classes from './StateBadge.module.css';

const icons: Record<StateLook['icon'], LucideIcon> = {
  clock: Clock,
  queue: Layers,
  spin: LoaderCircle,
  check: Check,
  check2: CheckCheck,
  cross: X,
  stop: Square,
  pause: Pause,
  retry: RotateCw,
  skip: SkipForward,
  dot: CircleDot,
  ring: Circle,
  block: Ban,
  warn: TriangleAlert,
};

/** The icon of a state alone, for canvas nodes and tight places; give the word beside it or as a title. */
export function StateIcon({ state, size = 14 }: { state: string; size?: number }) {
  const look = lookOf(state);
  const Icon = icons[look.icon];
  return <Icon size={size} strokeWidth={2.25} aria-hidden className={look.icon === 'spin' ? classes.spin : undefined} color={`var(--tone-${look.tone}-fg)`} />;
}

/** Word of a state in the user's language; a state that is not known is shown as it came. */
export function useStateWord() {
  const { t } = useTranslation('state');
  return (state: string) => t(state.toLowerCase(), { defaultValue: state });
}

export function StateBadge({ state, bare = false }: { state: string; bare?: boolean }) {
  const word = useStateWord();
  return (
    <span className={`${classes.badge} ${classes[lookOf(state).tone]} ${bare ? classes.bare : ''}`} data-state={state}>
      <StateIcon state={state} />
      {word(state)}
    </span>
  );
}
