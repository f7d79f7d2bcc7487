import { attemptsKept } from '../delivery/attempt-log';
import { type Attempt, type DeliveryState, isDone, isFinal } from '../delivery/claim';
import { type Evidence, type Feedback, outranks } from '../delivery/feedback';
import { groupBy } from '../kit/chunks/group-by';
import { readJson, serializeJson } from '../kit/json/json';
import type { Notification } from '../notification/notification';
import { type AddressDigest, erasedAddress } from './address-digest';
import { names, replaceAddress } from './address-in-text';
import type { ItemChange } from './item-change';
import { recordSeal } from './record-seal';
import { eraseRecipient } from './redact';

interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly text?: unknown;
  /** On a record, like `text`. */
  readonly acceptedAt?: unknown;
  readonly seal?: unknown;
  /** On a record: an address was erased from it, so no new delivery starts under its id. */
  readonly erased?: unknown;
  /** On a delivery that existed when the record was marked as erased, so that it may continue. */
  readonly begunBeforeErasure?: unknown;
  readonly state?: unknown;
  /** Of a delivery. */
  readonly attempts?: unknown;
  /** Of a delivery. */
  readonly feedback?: unknown;
  /** Of an attempt. */
  readonly attempt?: unknown;
  /** Seconds since 1970. */
  readonly expiresAt?: number;
}

export interface ErasedItems<Stored extends Item> {
  /** In order, the record last: as long as it contains the address, the next run resumes an interrupted erasure. */
  readonly changes: readonly ItemChange<Stored>[];
  /**
   * The notification has, or had, the address, and one of its deliveries is unfinished: nothing is changed. The message
   * of the next attempt would write the content digest back, and may contain the address.
   */
  readonly open: boolean;
  /**
   * An item contains the address in a place where it cannot be replaced unnoticed, or that is no recipient: it stays.
   */
  readonly mentioned: boolean;
}

interface Erasing {
  /** In lower case. */
  readonly address: string;
  readonly erased: string;
  readonly digest: AddressDigest;
  /** First erasure: the record and its deliveries are marked now. */
  readonly isFirst: boolean;
}

/**
 * Erases an address from one notification. On a notification that was erased before, removes digests that were written
 * back since.
 *
 * @param address in lower case
 */
export function eraseItems<Stored extends Item>(
  items: readonly Stored[],
  address: string,
  digest: AddressDigest,
): ErasedItems<Stored> {
  const isFirst = items.some((item) => isRecord(item) && item.erased !== true);
  const erasing = { address, erased: erasedAddress(address, digest), digest, isFirst };
  const isConcerned = items.some((item) => hasTarget(item, erasing) || hasRecipient(item, erasing));
  const after = (item: Stored) => (isConcerned ? rewrite(item, erasing) : item);
  const open = isConcerned && items.some(isUnfinished);
  const rewritten = items.toSorted(recordLast).map((item) => ({ before: item, after: after(item) }));
  const byKey = groupBy(rewritten, ({ after: { sk } }) => sk);
  const changes = open ? [] : [...byKey.values()].flatMap(changeOf).toSorted(movesLast);
  return { changes, open, mentioned: items.some((item) => namesIt(after(item), address)) };
}

const isRecord = ({ sk }: Item): boolean => sk === 'E';
const recordLast = (left: Item, right: Item): number => Number(isRecord(left)) - Number(isRecord(right));

/**
 * Sorts moving deliveries right before the record, so that as many as fit share its transaction: once a delivery has a
 * new key, only the record's mark prevents a second one.
 */
const movesLast = (left: ItemChange<Item>, right: ItemChange<Item>): number =>
  recordLast(left.put, right.put) || Number(left.deletes.length > 0) - Number(right.deletes.length > 0);

const isUnfinished = ({ sk, state }: Item): boolean =>
  sk.startsWith('D#') && state !== undefined && !isFinal(state as DeliveryState);

/** Key pattern of deliveries and attempts: readers identify the target by the key, so it gets the digest. */
const BY_TARGET = /^[DA]#email#/;

/** The attempt number follows the target. */
const targetOf = (sk: string): string =>
  sk
    .replace(BY_TARGET, '')
    .replace(/#\d{4}$/, '')
    .toLowerCase();

const hasTarget = ({ sk }: Item, { address, erased }: Erasing): boolean =>
  BY_TARGET.test(sk) && [address, erased].includes(targetOf(sk));

function hasRecipient(item: Item, { address, erased, digest }: Erasing): boolean {
  const notification = notificationOf(item);
  if (notification === undefined) return false;
  return eraseRecipient(notification, address, digest) !== undefined || names(notification.recipients, erased);
}

/** The notification of a record; undefined if its text was tampered with. */
function notificationOf(item: Item): Notification | undefined {
  const notification = isRecord(item) ? (readJson(String(item.text)) as Notification | null) : null;
  return typeof notification?.recipients === 'string' ? notification : undefined;
}

/** Returns the same object if nothing has to be erased. */
const rewrite = <Stored extends Item>(item: Stored, erasing: Erasing): Stored =>
  withMark(withoutContentDigest(isRecord(item) ? rewriteRecord(item, erasing) : rewriteOther(item, erasing)), erasing);

/**
 * Marks the item: without the address a delivery loses its key, and without the content digest the record cannot detect
 * other content.
 */
function withMark<Stored extends Item>(item: Stored, { isFirst }: Erasing): Stored {
  if (!isFirst) return item;
  if (isRecord(item)) return { ...item, erased: true };
  const isMarked = item.begunBeforeErasure === true || !item.sk.startsWith('D#');
  return isMarked ? item : { ...item, begunBeforeErasure: true };
}

function rewriteRecord<Stored extends Item>(record: Stored, { address, digest }: Erasing): Stored {
  const notification = notificationOf(record);
  const erased = notification && eraseRecipient(notification, address, digest);
  const text = erased && serializeJson(erased);
  return text === undefined || text === record.text ? record : { ...record, text, ...resealed(record, text, digest) };
}

/** Seals the record again, only if its seal was valid before. */
function resealed(record: Item, text: string, digest: AddressDigest): Pick<Item, 'seal'> {
  const { seal, acceptedAt, expiresAt } = record;
  if (typeof acceptedAt !== 'string' || expiresAt === undefined) return {};
  const sealOf = (of: string) => recordSeal({ text: of, acceptedAt, expiresAt }, digest);
  return seal === sealOf(String(record.text)) ? { seal: sealOf(text) } : {};
}

const rewriteOther = <Stored extends Item>(item: Stored, { address, erased }: Erasing): Stored =>
  names(item, address) ? withoutAddress(item, address, erased) : item;

/**
 * Removes the content digest. It is unkeyed: anyone who knows the rest of the notification could find the address by
 * brute force.
 */
function withoutContentDigest<Stored extends Item>(item: Stored): Stored {
  if (!('digest' in item)) return item;
  const { digest: _, ...rest } = item;
  return rest as unknown as Stored;
}

/** Reasons of attempts may quote the address, in any case. */
function withoutAddress<Stored>(value: Stored, address: string, erased: string): Stored {
  if (typeof value === 'string') return replaceAddress(value, address, erased) as Stored;
  if (Array.isArray(value)) return value.map((member) => withoutAddress(member, address, erased)) as Stored;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutAddress(member, address, erased)]);
  return Object.fromEntries(members) as Stored;
}

interface Rewritten<Stored> {
  readonly before: Stored;
  readonly after: Stored;
}

/**
 * The change for all items that get the same key: an address is spelled in any case, and may come back after it was
 * erased.
 */
function changeOf<Stored extends Item>(same: readonly Rewritten<Stored>[]): ItemChange<Stored>[] {
  if (same.every(({ before, after }) => after === before)) return [];
  const put = mergedOf(same.map(({ after }) => after));
  return [{ put, deletes: same.map(({ before }) => before).filter(({ sk }) => sk !== put.sk) }];
}

/**
 * Merges the deliveries, or attempts, of one target: keeps the most conclusive one; a delivery with the attempts of
 * all.
 */
function mergedOf<Stored extends Item>(same: readonly Stored[]): Stored {
  const [first, ...others] = same as [Stored, ...Stored[]];
  if (others.length === 0) return first;
  const strongest = others.reduce((known, other) => (saysMore(other, known) ? other : known), first);
  const attempts = same.flatMap(attemptsOf).toSorted((left, right) => (left.at < right.at ? -1 : 1));
  const expiresAt = Math.max(...same.map((item) => item.expiresAt ?? 0));
  return {
    ...strongest,
    ...(attempts.length > 0 && { attempts: attemptsKept(attempts) }),
    ...(expiresAt > 0 && { expiresAt }),
    ...(same.some(({ begunBeforeErasure }) => begunBeforeErasure === true) && { begunBeforeErasure: true }),
  };
}

/**
 * Feedback outranks an attempt's result, and a delivered mail outranks an undelivered one. `rejected` feedback does not
 * count, because it does not apply to another mail.
 */
function saysMore(item: Item, other: Item): boolean {
  const [said, saidOfOther] = [feedbackOf(item), feedbackOf(other)];
  if (said?.state !== saidOfOther?.state || said?.transient !== saidOfOther?.transient)
    return said !== undefined && outranks(said, saidOfOther);
  const [done, otherDone] = [item, other].map(({ state }) => isDone(state as DeliveryState));
  return done === otherDone ? lastAt(item) > lastAt(other) : done === true;
}

const feedbackOf = ({ feedback }: Item): Evidence | undefined => {
  const { state, transient } = (feedback ?? {}) as Partial<Feedback>;
  if (state === undefined || state === 'rejected') return undefined;
  return transient === undefined ? { state } : { state, transient };
};

/** A delivery known only from feedback has no attempts. */
const attemptsOf = ({ attempts }: Item): Attempt[] => (Array.isArray(attempts) ? attempts : []);

/** Time of the last attempt: RFC 3339, UTC. */
const lastAt = (item: Item): string =>
  attemptsOf(item).at(-1)?.at ?? (item.attempt as Partial<Attempt> | undefined)?.at ?? '';

/** Parses JSON text first: an escape may spell a letter of the address. */
const namesIt = ({ text, ...rest }: Item, address: string): boolean =>
  names(rest, address) || names(readJson(String(text)) ?? text, address);
