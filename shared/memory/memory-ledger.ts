import type { AddressDigest } from '../domain/audit-chain/address-digest';
import { eraseItems } from '../domain/audit-chain/erase-items';
import { attemptsKept } from '../domain/delivery/attempt-log';
import {
  attemptedAfter,
  type Delivery,
  type DeliveryKey,
  decideClaim,
  decideSettle,
  isFinal,
  mayNoteReturn,
  mayRecordFeedback,
  refusedBefore,
  type Settlement,
  settledState,
} from '../domain/delivery/claim';
import { parkShard } from '../domain/delivery/park-shard';
import { groupBy } from '../domain/kit/chunks/group-by';
import { contentDigest } from '../domain/notification/content-digest';
import { recordId } from '../domain/notification/record-id';
import type { AuditReader } from '../ports/audit-chain';
import type { QueueMessage } from '../ports/channel-queue';
import type { FeedbackLedger } from '../ports/feedback-ledger';
import type {
  AcceptedContents,
  AcceptedEvent,
  DeliveryLedger,
  EventLedger,
  LedgerReader,
  ParkedDeliveries,
  ParkedDelivery,
} from '../ports/ledger';
import { isInRange } from '../ports/ledger';
import type { OpenDeliveries } from '../ports/open-deliveries';
import { type KeptRecord, type MemoryAudit, memoryAudit } from './memory-audit';
import { memoryOpenDeliveries } from './memory-open-deliveries';

export type Ledger = EventLedger &
  DeliveryLedger &
  ParkedDeliveries &
  OpenDeliveries &
  AcceptedContents &
  FeedbackLedger &
  LedgerReader;

/** A ledger with an operator's erasure. */
export interface ErasableLedger extends Ledger {
  /** Erases an address from one notification with `eraseItems`. `address` in lower case. */
  erase(id: string, address: string, digest: AddressDigest): Promise<void>;
}

interface KeptDelivery extends Delivery {
  /** The delivery existed when an address was erased from the record. */
  readonly begunBeforeErasure?: true;
}

type Items = Map<string, KeptDelivery>;
type Parked = Map<string, QueueMessage>;

/**
 * In-memory ledger. Each operation reads and writes without a pause in between, so it is atomic like a conditional
 * write.
 */
export function memoryLedger(audit = memoryAudit()): ErasableLedger {
  const items: Items = new Map();
  const messages: Parked = new Map();
  return {
    accept: audit.accept,
    ...contents(items, audit),
    ...erasing(items, audit),
    ...deliveries(items, messages),
    ...parked(items, messages),
    ...memoryOpenDeliveries(items, messages, deliveryKey),
    ...feedbacks(items, messages),
    ...reader(items, audit),
  };
}

const contents = (items: Items, { store }: MemoryAudit): AcceptedContents => ({
  accepted: async (id) => {
    const event = store.records.get(recordId(id));
    if (event?.erased) return { tenant: event.tenant, erased: true };
    return event && { tenant: event.tenant, digest: contentDigest(JSON.parse(event.text)) };
  },
  begunBeforeErasure: async (key) => find(items, key)?.begunBeforeErasure === true,
});

const erasing = (items: Items, { store }: MemoryAudit): Pick<ErasableLedger, 'erase'> => ({
  erase: async (notificationId, address, digest) => {
    const pk = recordId(notificationId);
    const record = store.records.get(pk);
    const own = [...items].filter(([key]) => key.startsWith(`${pk} `));
    const stored = [
      ...own.map(([key, delivery]) => ({ ...delivery, pk, sk: key.slice(pk.length + 1) })),
      ...(record ? [{ ...record, pk, sk: 'E' }] : []),
    ];
    for (const { put, deletes } of eraseItems(stored, address, digest).changes) {
      for (const { sk } of deletes) items.delete(`${pk} ${sk}`);
      const { pk: _, sk, ...kept } = put;
      if (sk === 'E') store.records.set(pk, kept as KeptRecord);
      else items.set(`${pk} ${sk}`, kept as KeptDelivery);
    }
  },
});

const deliveries = (items: Items, messages: Parked): DeliveryLedger => ({
  claim: async (key, claim) => {
    const existing = find(items, key);
    const decision = decideClaim(existing, key.tenant, claim);
    if (decision.kind !== 'claimed') return decision;
    const { leaseUntil, redrive = existing?.redrive } = claim;
    const isMarked = existing?.begunBeforeErasure === true;
    const digest = existing?.digest ?? claim.digest;
    const attempts = existing?.attempts ?? [];
    const refusedAt = refusedBefore(existing ?? {});
    put(items, {
      ...key,
      state: 'claimed',
      attempted: decision.attempt - 1,
      leaseUntil,
      attempts: claim.redrive === undefined ? attempts : attemptsKept(attempts),
      ...(digest !== undefined && { digest }),
      ...(redrive !== undefined && { redrive }),
      ...(existing?.dueAt !== undefined && { dueAt: existing.dueAt }),
      ...(refusedAt !== undefined && { refusedAt }),
      ...(isMarked && { begunBeforeErasure: true }),
    });
    return decision;
  },
  settle: async (key, settlement, parking) => {
    const existing = find(items, key);
    const decision = decideSettle(existing, settlement);
    if (existing === undefined || decision !== 'recorded') return decision;
    const { leaseUntil, dueAt, notBefore, ...rest } = existing;
    const attempts = [...existing.attempts, ...(settlement.attempt ? [settlement.attempt] : [])];
    const settled = {
      ...rest,
      state: settledState(existing, settlement),
      attempted: attemptedAfter(settlement),
      attempts,
    };
    const isParked = parking !== undefined && existing.feedback === undefined;
    put(items, { ...settled, ...(isParked && { dueAt: parking.dueAt }), ...waitOf(settlement, existing) });
    if (isParked) messages.set(deliveryKey(key), parking.message);
    return decision;
  },
  note: async (key, state, attempt) => {
    if (find(items, key) === undefined) put(items, { ...key, state, attempted: attempt.n, attempts: [attempt] });
  },
  openTargets: async ({ tenant, notificationId, channel, target: only, range }) => {
    const id = recordId(notificationId);
    const begun = [...items.values()].filter((one) => one.notificationId === id && one.channel === channel);
    return begun.flatMap(({ target, state, tenant: owner }) => {
      const isWanted = owner === tenant && (only === undefined || target === only) && isInRange(target, range);
      return isWanted && !isFinal(state) ? [target] : [];
    });
  },
});

/** A delivery with feedback has no wait. */
const waitOf = ({ notBefore }: Settlement, { feedback }: Delivery) =>
  notBefore === undefined || feedback !== undefined ? {} : { notBefore };

const parked = (items: Items, messages: Parked): ParkedDeliveries => ({
  due: async function* (channel, shard, now) {
    const due = allDue(items, messages, shard, now).filter(({ key }) => key.channel === channel);
    if (due.length > 0) yield due.toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
  },
  dueOfOthers: async (channels, shard, now) => {
    const others = allDue(items, messages, shard, now).filter(({ key }) => !channels.includes(key.channel));
    const groups = groupBy(others, ({ key }) => key.channel);
    return new Map([...groups].map(([channel, all]) => [channel, all.length]));
  },
  postpone: async ({ key, dueAt }, until) => {
    const existing = find(items, key);
    if (existing?.dueAt !== dueAt) return false;
    put(items, { ...existing, dueAt: until });
    return true;
  },
  unpark: async ({ key, dueAt: seen }) => {
    const existing = find(items, key);
    if (existing?.dueAt !== seen) return false;
    const { dueAt, ...rest } = existing;
    put(items, rest);
    messages.delete(deliveryKey(key));
    return true;
  },
});

const allDue = (items: Items, messages: Parked, shard: number, now: string): ParkedDelivery[] =>
  [...items.values()].flatMap(({ tenant, notificationId, channel, target, dueAt, attempted }) => {
    if (dueAt === undefined || dueAt > now) return [];
    const key = { tenant, notificationId, channel, target };
    const message = parkShard(key) === shard ? messages.get(deliveryKey(key)) : undefined;
    return message ? [{ key, dueAt, message, attempted }] : [];
  });

const feedbacks = (items: Items, messages: Parked): FeedbackLedger => ({
  recordFeedback: async (key, feedback) => {
    const existing = find(items, key);
    if (existing === undefined || existing.tenant !== key.tenant) return 'unknown';
    const { at, reason } = feedback;
    const noted: Delivery = { ...existing, ...(feedback.transient && { returned: { at, reason } }) };
    if (!mayRecordFeedback(existing, key.tenant, feedback)) {
      if (feedback.transient === undefined || !mayNoteReturn(existing, key.tenant, feedback)) return 'known';
      put(items, noted);
      return 'recorded';
    }
    const { leaseUntil, dueAt, notBefore, ...rest } = noted;
    put(items, { ...rest, state: feedback.state, feedback });
    messages.delete(deliveryKey(key));
    return 'recorded';
  },
});

const reader = (items: Items, audit: AuditReader): LedgerReader => ({
  history: async (notificationId) => {
    const [record] = await audit.records([recordId(notificationId)]);
    const { seal, expiresAt, erased, ...event } = (record ?? {}) as Partial<KeptRecord>;
    const ofNotification = [...items.values()].filter((delivery) => delivery.notificationId === notificationId);
    return {
      ...(record && { event: event as AcceptedEvent }),
      deliveries: inOrderOfKeys(ofNotification).map(unmarked),
    };
  },
  deliveries: async (keys) => keys.flatMap((key) => find(items, key) ?? []).map(unmarked),
});

const unmarked = ({ begunBeforeErasure, ...delivery }: KeptDelivery): Delivery => delivery;

const deliveryKey = ({ notificationId, channel, target, tenant }: DeliveryKey): string =>
  `${recordId(notificationId)} D#${channel}#${target === '' ? `#${tenant}` : target}`;

const find = (items: Items, key: DeliveryKey): KeptDelivery | undefined => items.get(deliveryKey(key));
const put = (items: Items, delivery: KeptDelivery): void => void items.set(deliveryKey(delivery), delivery);

/** DynamoDB sorts keys by their UTF-8 bytes. */
const inOrderOfKeys = (deliveries: readonly Delivery[]): Delivery[] =>
  deliveries
    .map((delivery) => ({ delivery, key: Buffer.from(deliveryKey(delivery)) }))
    .toSorted((left, right) => Buffer.compare(left.key, right.key))
    .map(({ delivery }) => delivery);
