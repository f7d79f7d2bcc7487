import { type DeliveryState, isFinal } from '../delivery/claim';
import { readJson, serializeJson } from '../json/json';
import type { Notification } from '../notification/notification';
import { type AddressDigest, erasedAddress } from './address-digest';
import { names, replaceAddress } from './address-in-text';
import { eraseRecipient } from './redact';

interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly text?: unknown;
  /** The message of its next attempt, while that waits. */
  readonly parked?: unknown;
}

export interface ErasedItems<Stored extends Item> {
  readonly puts: readonly Stored[];
  readonly deletes: readonly Stored[];
  /**
   * A delivery to the address is not over yet, or the message of another one names it and waits: nothing is changed. Who
   * finishes the one would write it again, and the other would not be that message any more.
   */
  readonly open: boolean;
  /** The address is in the notification beside its recipients, where it cannot be taken out unnoticed. */
  readonly mentioned: boolean;
}

/** Of deliveries and attempts: who reads them knows the target by them, so they are kept under the digest. */
const BY_TARGET = /^[DA]#email#/;

/**
 * One notification without an address.
 *
 * @param address in lower case
 */
export function eraseItems<Stored extends Item>(
  items: readonly Stored[],
  address: string,
  digest: AddressDigest,
): ErasedItems<Stored> {
  const event = items.find(({ sk }) => sk === 'E');
  const theirs = items.filter(({ sk }) => BY_TARGET.test(sk) && targetOf(sk) === address);
  const isUnfinished = (item: Stored) => 'state' in item && !isFinal(item.state as DeliveryState);
  const isWaiting = ({ parked }: Item) => parked !== undefined && names(parked, address);
  const open = theirs.some(isUnfinished) || items.some(isWaiting);
  const erased = event && eraseEvent(event, address, digest);
  const mentioned = mentions(erased ?? event, address);
  if (open || (theirs.length === 0 && !erased)) return { puts: [], deletes: [], open, mentioned };
  const others = items.filter((item) => item !== event && !theirs.includes(item) && gives(item, address));
  const rewritten = [...theirs, ...others].map((item) =>
    withoutContentDigest(withoutAddress(item, address, erasedAddress(address, digest))),
  );
  return { puts: [...(erased ? [erased] : []), ...rewritten], deletes: theirs, open, mentioned };
}

/** The number of an attempt stands behind. */
const targetOf = (sk: string): string =>
  sk
    .replace(BY_TARGET, '')
    .replace(/#\d{4}$/, '')
    .toLowerCase();

function eraseEvent<Stored extends Item>(event: Stored, address: string, digest: AddressDigest): Stored | undefined {
  const notification = textOf(event);
  const erased = notification && eraseRecipient(notification, address, digest);
  return erased && withoutContentDigest({ ...event, text: serializeJson(erased) });
}

function mentions(event: Item | undefined, address: string): boolean {
  const { recipients: _, ...rest } = (event && textOf(event)) ?? {};
  return names(rest, address);
}

const textOf = ({ text }: Item): (Partial<Notification> & Notification) | undefined =>
  (readJson(String(text)) as Notification | null) ?? undefined;

/** Of deliveries to others. */
const gives = (item: Item, address: string): boolean => 'digest' in item || names(item, address);

/** It has no key: who knows all else of a notification could find the address out by trying. */
const withoutContentDigest = <Stored extends Item>(item: Stored): Stored => {
  const { digest: _, ...rest } = item as Stored & { digest?: unknown };
  return rest as unknown as Stored;
};

/** Reasons of attempts may quote the address, in any case. */
function withoutAddress<Stored>(value: Stored, address: string, erased: string): Stored {
  if (typeof value === 'string') return replaceAddress(value, address, erased) as Stored;
  if (Array.isArray(value)) return value.map((member) => withoutAddress(member, address, erased)) as Stored;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutAddress(member, address, erased)]);
  return Object.fromEntries(members) as Stored;
}
