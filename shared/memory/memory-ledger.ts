import { attemptsKept } from '../domain/delivery/attempt-log';
import {
  attemptedAfter,
  type Delivery,
  type DeliveryKey,
  decideClaim,
  mayRecordFeedback,
  maySettle,
  settledState,
} from '../domain/delivery/claim';
import { parkShard } from '../domain/delivery/park-shard';
import { contentDigest } from '../domain/notification/content-digest';
import { recordId } from '../domain/notification/record-id';
import { type AuditReader, acceptOne } from '../ports/audit-chain';
import type { QueueMessage } from '../ports/channel-queue';
import type { FeedbackLedger } from '../ports/feedback-ledger';
import type {
  AcceptedContents,
  AcceptedEvent,
  DeliveryLedger,
  EventLedger,
  LedgerReader,
  ParkedDeliveries,
} from '../ports/ledger';
import { memoryAudit } from './memory-audit';

export type Ledger = EventLedger & DeliveryLedger & ParkedDeliveries & AcceptedContents & FeedbackLedger & LedgerReader;

type Items = Map<string, Delivery>;
type Parked = Map<string, QueueMessage>;

/** A ledger in this process. Each operation reads and writes without a pause between, as one conditional write does. */
export function memoryLedger(audit = memoryAudit()): Ledger {
  const items: Items = new Map();
  const messages: Parked = new Map();
  return {
    ...{ accept: (event) => acceptOne(event, audit), ...contents(audit) },
    ...{
      ...deliveries(items, messages),
      ...parked(items, messages),
      ...feedbacks(items, messages),
      ...reader(items, audit),
    },
  };
}

const contents = (audit: AuditReader): AcceptedContents => ({
  digest: async (tenant, id) => {
    const [event] = await audit.records([recordId(id)]);
    return event?.tenant === tenant ? contentDigest(JSON.parse(event.text)) : undefined;
  },
});

const deliveries = (items: Items, messages: Parked): DeliveryLedger => ({
  claim: async (key, claim) => {
    const existing = find(items, key);
    const decision = decideClaim(existing, key.tenant, claim);
    if (decision.kind === 'claimed') {
      const { attempt, leaseUntil } = claim;
      const digest = existing?.digest ?? claim.digest;
      const attempts = existing?.attempts ?? [];
      const kept = {
        attempts: claim.reopen ? attemptsKept(attempts) : attempts,
        ...(digest !== undefined && { digest }),
      };
      put(items, { ...key, state: 'claimed', attempted: attempt - 1, leaseUntil, ...kept });
      messages.delete(deliveryKey(key));
    }
    return decision;
  },
  settle: async (key, settlement, parking) => {
    const existing = find(items, key);
    if (existing === undefined || !maySettle(existing, settlement)) return;
    const { leaseUntil, dueAt, ...rest } = existing;
    const attempts = [...existing.attempts, ...(settlement.attempt ? [settlement.attempt] : [])];
    const settled = {
      ...rest,
      state: settledState(existing, settlement),
      attempted: attemptedAfter(settlement),
      attempts,
    };
    const isParked = parking !== undefined && existing.feedback === undefined;
    put(items, { ...settled, ...(isParked && { dueAt: parking.dueAt }) });
    if (isParked) messages.set(deliveryKey(key), parking.message);
  },
  note: async (key, state, attempt) => {
    if (find(items, key) === undefined) put(items, { ...key, state, attempted: attempt.n, attempts: [attempt] });
  },
  hasBegun: async (key) => find(items, key)?.tenant === key.tenant,
});

const parked = (items: Items, messages: Parked): ParkedDeliveries => ({
  due: async function* (shard, now) {
    const due = [...items.values()].flatMap(({ tenant, notificationId, channel, target, dueAt }) => {
      const key = { tenant, notificationId, channel, target };
      const message = messages.get(deliveryKey(key));
      const isDue = dueAt !== undefined && dueAt <= now && parkShard(key) === shard;
      return isDue && message ? [{ key, dueAt, message }] : [];
    });
    if (due.length > 0) yield due.toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
  },
  postpone: async ({ key, dueAt }, until) => {
    const existing = find(items, key);
    if (existing?.dueAt !== dueAt) return false;
    put(items, { ...existing, dueAt: until });
    return true;
  },
});

const feedbacks = (items: Items, messages: Parked): FeedbackLedger => ({
  recordFeedback: async (key, feedback) => {
    const existing = find(items, key);
    if (existing === undefined || existing.tenant !== key.tenant) return 'unknown';
    if (!mayRecordFeedback(existing, key.tenant, feedback.state)) return 'known';
    const { leaseUntil, dueAt, ...rest } = existing;
    put(items, { ...rest, state: feedback.state, feedback });
    messages.delete(deliveryKey(key));
    return 'recorded';
  },
});

const reader = (items: Items, audit: AuditReader): LedgerReader => ({
  history: async (notificationId) => {
    const [record] = await audit.records([recordId(notificationId)]);
    const { seq, ...event } = record ?? {};
    const ofNotification = [...items.values()].filter((delivery) => delivery.notificationId === notificationId);
    return { ...(record && { event: event as AcceptedEvent }), deliveries: ofNotification.toSorted(byKey) };
  },
});

const deliveryKey = ({ notificationId, channel, target, tenant }: DeliveryKey): string =>
  `${recordId(notificationId)} D#${channel}#${target === '' ? `#${tenant}` : target}`;

const find = (items: Items, key: DeliveryKey): Delivery | undefined => items.get(deliveryKey(key));
const put = (items: Items, delivery: Delivery): void => void items.set(deliveryKey(delivery), delivery);

/** DynamoDB orders keys by their octets in UTF-8. */
const byKey = (left: Delivery, right: Delivery): number =>
  Buffer.compare(Buffer.from(deliveryKey(left)), Buffer.from(deliveryKey(right)));
