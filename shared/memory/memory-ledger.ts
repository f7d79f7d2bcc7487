import { type Delivery, type DeliveryKey, decideClaim, maySettle } from '../domain/claim';
import type { AcceptedEvent, DeliveryLedger, EventLedger, LedgerReader } from '../ports/ledger';

export type Ledger = EventLedger & DeliveryLedger & LedgerReader;

type Item = { readonly event: AcceptedEvent } | { readonly delivery: Delivery };
type Items = Map<string, Item>;

/** A ledger in this process. Each operation reads and writes without a pause between, as one conditional write does. */
export function memoryLedger(): Ledger {
  const items: Items = new Map();
  return { ...events(items), ...deliveries(items), ...reader(items) };
}

const events = (items: Items): EventLedger => ({
  accept: async (event) => {
    const item = items.get(eventKey(event.id));
    if (item === undefined) items.set(eventKey(event.id), { event });
    if (item === undefined || !('event' in item)) return 'accepted';
    return item.event.tenant === event.tenant && item.event.text === event.text ? 'known' : 'conflict';
  },
});

const deliveries = (items: Items): DeliveryLedger => ({
  claim: async (key, claim) => {
    const existing = find(items, key);
    const decision = decideClaim(existing, key.tenant, claim);
    if (decision.kind === 'claimed') {
      const { attempt, leaseUntil } = claim;
      const attempts = existing?.attempts ?? [];
      put(items, { ...key, state: 'claimed', attempted: attempt - 1, attempts, leaseUntil });
    }
    return decision;
  },
  settle: async (key, state, attempt) => {
    const existing = find(items, key);
    if (existing === undefined || !maySettle(existing, state, attempt.n)) return;
    const { leaseUntil, ...rest } = existing;
    put(items, { ...rest, state, attempted: attempt.n, attempts: [...existing.attempts, attempt] });
  },
  note: async (key, state, attempt) => {
    if (find(items, key) === undefined) put(items, { ...key, state, attempted: attempt.n, attempts: [attempt] });
  },
});

const reader = (items: Items): LedgerReader => ({
  history: async (notificationId) => {
    const event = items.get(eventKey(notificationId));
    const found = [...items.values()].flatMap((item) => ('delivery' in item ? [item.delivery] : []));
    const ofNotification = found.filter((delivery) => delivery.notificationId === notificationId);
    return { ...(event && 'event' in event && event), deliveries: ofNotification.toSorted(byKey) };
  },
});

const eventKey = (id: string): string => `${id} E`;
const deliveryKey = ({ notificationId, channel, target }: DeliveryKey): string =>
  `${notificationId} D#${channel}#${target}`;

function find(items: Items, key: DeliveryKey): Delivery | undefined {
  const item = items.get(deliveryKey(key));
  return item && 'delivery' in item ? item.delivery : undefined;
}

const put = (items: Items, delivery: Delivery): void => void items.set(deliveryKey(delivery), { delivery });

/** DynamoDB orders keys by their octets in UTF-8. */
const byKey = (left: Delivery, right: Delivery): number =>
  Buffer.compare(Buffer.from(deliveryKey(left)), Buffer.from(deliveryKey(right)));
