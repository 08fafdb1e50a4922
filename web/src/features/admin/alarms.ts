import type { Alarm } from './types';

export type DeliveryState = Alarm['deliveries'][number]['state'];

const order: DeliveryState[] = ['failed', 'waiting', 'sending', 'sent'];

/** The state that asks most for somebody to look. */
export function worstState(alarm: Pick<Alarm, 'deliveries'>): DeliveryState | undefined {
  return order.find((state) => alarm.deliveries.some((each) => each.state === state));
}

/** Alarms with a delivery in that state; '' is any. */
export function alarmsAlone(alarms: Alarm[], state: string): Alarm[] {
  return state === '' ? alarms : alarms.filter((alarm) => alarm.deliveries.some((each) => each.state === state));
}
