export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'accent';

export interface StateLook {
  tone: Tone;
  /** Name of an icon in StateBadge; each state family has its own, so that colour is not the only sign. */
  icon: 'clock' | 'queue' | 'spin' | 'check' | 'check2' | 'cross' | 'stop' | 'pause' | 'retry' | 'skip' | 'dot' | 'ring' | 'block' | 'warn';
  /** Something goes on: the icon moves, pages refresh. */
  active?: boolean;
}

/** All states that the API tells: of instances, nodes, attempts, schedules, deliveries, and of DMS objects (AWS's words); in lower case. */
const looks: Record<string, StateLook> = {
  waiting: { tone: 'neutral', icon: 'clock' },
  'serial wait': { tone: 'neutral', icon: 'queue' },
  delayed: { tone: 'neutral', icon: 'clock' },
  queued: { tone: 'neutral', icon: 'queue', active: true },
  running: { tone: 'info', icon: 'spin', active: true },
  'backing off': { tone: 'warning', icon: 'retry', active: true },
  pausing: { tone: 'warning', icon: 'pause', active: true },
  paused: { tone: 'warning', icon: 'pause' },
  stopping: { tone: 'warning', icon: 'stop', active: true },
  killed: { tone: 'danger', icon: 'stop' },
  failure: { tone: 'danger', icon: 'cross' },
  success: { tone: 'success', icon: 'check' },
  'forced success': { tone: 'success', icon: 'check2' },
  'upstream failed': { tone: 'warning', icon: 'block' },
  'passed over': { tone: 'neutral', icon: 'skip' },
  lost: { tone: 'warning', icon: 'warn' },
  ended: { tone: 'neutral', icon: 'dot' },
  online: { tone: 'success', icon: 'dot' },
  offline: { tone: 'neutral', icon: 'ring' },
  sending: { tone: 'info', icon: 'spin', active: true },
  sent: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'cross' },
  creating: { tone: 'info', icon: 'spin', active: true },
  modifying: { tone: 'info', icon: 'spin', active: true },
  deleting: { tone: 'warning', icon: 'spin', active: true },
  starting: { tone: 'info', icon: 'spin', active: true },
  testing: { tone: 'info', icon: 'spin', active: true },
  ready: { tone: 'neutral', icon: 'ring' },
  stopped: { tone: 'neutral', icon: 'stop' },
  active: { tone: 'success', icon: 'dot' },
  available: { tone: 'success', icon: 'dot' },
  successful: { tone: 'success', icon: 'check' },
  'failed-move': { tone: 'danger', icon: 'cross' },
  moving: { tone: 'info', icon: 'spin', active: true },
  'before load': { tone: 'neutral', icon: 'clock' },
  'full load': { tone: 'info', icon: 'spin', active: true },
  'table completed': { tone: 'success', icon: 'check' },
  'table cancelled': { tone: 'neutral', icon: 'stop' },
  'table error': { tone: 'danger', icon: 'cross' },
  'table is being reloaded': { tone: 'info', icon: 'retry', active: true },
  alive: { tone: 'success', icon: 'dot' },
  dead: { tone: 'danger', icon: 'warn' },
  enabled: { tone: 'success', icon: 'dot' },
  disabled: { tone: 'neutral', icon: 'ring' },
};

export const knownStates = Object.keys(looks);

export function lookOf(state: string): StateLook {
  return looks[state.toLowerCase()] ?? { tone: 'neutral', icon: 'dot' };
}

const instanceAtRest = new Set(['success', 'failure', 'killed', 'paused']);

/** What runs no more by itself: nothing to refresh. */
export function atRest(instanceState: string): boolean {
  return instanceAtRest.has(instanceState);
}
