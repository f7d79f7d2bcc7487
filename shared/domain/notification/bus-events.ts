import type { FinalState } from '../delivery/claim';

/** Which final states of deliveries are put on the event bus. */
export type BusEvents = 'all' | 'failures' | 'off';
export const BUS_EVENTS = ['all', 'failures', 'off'] as const satisfies readonly BusEvents[];

/**
 * States by setting. A failure is what somebody may have to do something about: not `suppressed`, which every notification
 * is for a tenant without endpoints, and not `delayed`, because the mail service keeps trying.
 */
export const BUS_STATES: Readonly<Record<BusEvents, readonly FinalState[]>> = {
  all: ['sent', 'delayed', 'delivered', 'suppressed', 'rejected', 'failed', 'held', 'bounced', 'complained'],
  failures: ['rejected', 'failed', 'held', 'bounced', 'complained'],
  off: [],
};
