import { type CloudEvent, cloudEvent } from '../domain/notification/operational-event';
import type { EventOnBus } from '../memory/memory-event-bus';
import type { EventBus } from '../ports/event-bus';

export interface EventBusHarness {
  readonly bus: EventBus;
  /** All events that a rule for every event has handed over, in any order, once there are `count` of this tenant. */
  received(count: number, tenant: string): Promise<readonly EventOnBus[]>;
}

/** Contract of all event buses. */
export function describeEventBusContract(name: string, makeHarness: () => EventBusHarness): void {
  describe(`${name}, as event bus`, () => {
    it('hands every event to rules, with type and source to match by, also more than fit into one call', async () => {
      const { bus, received } = makeHarness();
      const tenant = `t-${Date.now().toString(36)}`;
      const events = Array.from({ length: 23 }, (_, n) => anEvent(n, tenant));
      await bus.put(events);
      await bus.put([]);
      const seen = await received(events.length, tenant);
      expect(seen.toSorted(bySubject)).toEqual(
        events.map((detail) => ({ source: 'carillon', 'detail-type': detail.type, detail })).toSorted(bySubject),
      );
    });
  });
}

const anEvent = (n: number, tenant: string): CloudEvent =>
  cloudEvent(
    {
      type: n % 2 === 0 ? 'delivery.failed' : 'endpoint.disabled',
      tenant,
      subject: `01JDCQ7Z3K9V5N8X2M4T6R0W${String(n).padStart(2, '0')}`,
      cause: 'm-1',
      time: '2026-11-23T10:00:00.000Z',
      data: { channel: 'email', reason: 'caffè “ü” 5.1.1', attempts: n },
    },
    'arn:aws:sns:eu-central-1:111122223333:carillon-prod-events',
  );

const bySubject = ({ detail: one }: EventOnBus, { detail: other }: EventOnBus): number =>
  one.subject < other.subject ? -1 : 1;
