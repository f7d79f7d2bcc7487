import { cloudEventText, type OperationalEvent } from '../domain/notification/operational-event';
import type { OperationalEvents } from '../ports/operational-events';

export interface OperationalEventsHarness {
  readonly events: OperationalEvents;
  /** The `source` of the events. */
  readonly source: string;
  /**
   * All messages that a subscriber has received, in any order, once there are `count`: publishing does not wait for
   * delivery.
   */
  received(count: number): Promise<{ readonly text: string; readonly type: string; readonly tenant: string }[]>;
}

/** Contract of all operational event publishers. */
export function describeOperationalEventsContract(name: string, makeHarness: () => OperationalEventsHarness): void {
  describe(`${name}, as operational events`, () => {
    it('reach a subscriber as CloudEvents, with type and tenant to filter by, as often as they are raised', async () => {
      const { events, source, received } = makeHarness();
      const raised = [event('delivery.failed', 'demo'), event('address.suppressed', 'shop-1')];
      for (const one of [...raised, ...raised.slice(0, 1)]) await events.raise(one);
      const expected = [...raised, ...raised.slice(0, 1)].map((one) => ({
        text: cloudEventText(one, source),
        type: one.type,
        tenant: one.tenant,
      }));
      expect((await received(expected.length)).toSorted(byText)).toEqual(expected.toSorted(byText));
    });
  });
}

const event = (type: OperationalEvent['type'], tenant: string): OperationalEvent => ({
  type,
  tenant,
  subject: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  cause: 'm-1',
  time: '2026-11-23T10:00:00.000Z',
  data: { channel: 'email', reason: 'caffè “ü” 5.1.1', attempts: 5 },
});

const byText = (one: { text: string }, other: { text: string }): number => (one.text < other.text ? -1 : 1);
