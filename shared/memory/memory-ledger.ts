import { type Delivery, type DeliveryKey, decideClaim, maySettle } from '../domain/claim';
import { type AuditReader, acceptOne } from '../ports/audit-chain';
import type { AcceptedEvent, DeliveryLedger, EventLedger, LedgerReader } from '../ports/ledger';
import { memoryAudit } from './memory-audit';

export type Ledger = EventLedger & DeliveryLedger & LedgerReader;

type Items = Map<string, Delivery>;

/** A ledger in this process. Each operation reads and writes without a pause between, as one conditional write does. */
export function memoryLedger(audit = memoryAudit()): Ledger {
  const items: Items = new Map();
  return { accept: (event) => acceptOne(event, audit), ...deliveries(items), ...reader(items, audit) };
}

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

const reader = (items: Items, audit: AuditReader): LedgerReader => ({
  history: async (notificationId) => {
    const [record] = await audit.records([notificationId]);
    const { seq, ...event } = record ?? {};
    const ofNotification = [...items.values()].filter((delivery) => delivery.notificationId === notificationId);
    return { ...(record && { event: event as AcceptedEvent }), deliveries: ofNotification.toSorted(byKey) };
  },
});

const deliveryKey = ({ notificationId, channel, target }: DeliveryKey): string =>
  `${notificationId} D#${channel}#${target}`;

const find = (items: Items, key: DeliveryKey): Delivery | undefined => items.get(deliveryKey(key));
const put = (items: Items, delivery: Delivery): void => void items.set(deliveryKey(delivery), delivery);

/** DynamoDB orders keys by their octets in UTF-8. */
const byKey = (left: Delivery, right: Delivery): number =>
  Buffer.compare(Buffer.from(deliveryKey(left)), Buffer.from(deliveryKey(right)));
