import { type Delivery, isFinal } from '../domain/delivery/claim';
import type { QueueMessage } from '../ports/channel-queue';
import type { OpenDeliveries, ScanProgress, ScanProgressStore } from '../ports/open-deliveries';

/** Deliveries per page, in place of a megabyte. */
const PAGE_SIZE = 10;

/** @param keyOf the delivery's key in both maps */
export const memoryOpenDeliveries = (
  items: Map<string, Delivery>,
  messages: Map<string, QueueMessage>,
  keyOf: (delivery: Delivery) => string,
): OpenDeliveries => ({
  page: async (after = '') => {
    const keys = [...items.keys()].filter((key) => key > after).toSorted();
    const page = keys.slice(0, PAGE_SIZE).flatMap((key) => items.get(key) ?? []);
    const deliveries = page.filter(({ state, dueAt }) => !isFinal(state) && dueAt === undefined);
    const last = keys[PAGE_SIZE - 1];
    return { deliveries, ...(keys.length > PAGE_SIZE && last !== undefined && { next: last }) };
  },
  adopt: async (read, { dueAt, message }) => {
    const key = keyOf(read);
    const existing = items.get(key);
    if (existing === undefined || existing.dueAt !== undefined || !isAsRead(existing, read)) return false;
    items.set(key, { ...existing, dueAt });
    messages.set(key, message);
    return true;
  },
});

const isAsRead = (existing: Delivery, read: Delivery): boolean =>
  (['state', 'attempted', 'leaseUntil', 'redrive', 'notBefore'] as const).every(
    (name) => existing[name] === read[name],
  );

export function memoryScanProgress(): ScanProgressStore {
  let progress: ScanProgress | undefined;
  return {
    read: async () => progress,
    save: async (next) => {
      progress = next;
    },
  };
}
