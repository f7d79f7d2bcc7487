import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { attemptSummary } from '../../domain/delivery/attempt-log';
import type { Attempt, DeliveryKey } from '../../domain/delivery/claim';
import { MAX_MESSAGE_BYTES } from '../../domain/notification/notification';
import { responseText } from '../../http/post/response-text';
import { HOSTILE_IDS } from '../../testing/hostile-ids';
import { thrown } from '../../testing/thrown';
import { attemptItemKey, deliveryItemKey, eventItemKey } from './ledger-items';

const MAX_ITEM_BYTES = 400 * 1024;

const key: DeliveryKey = {
  tenant: 'a'.repeat(64),
  notificationId: '01M83VVAE0DXK8DR745633EZ6J',
  channel: 'w'.repeat(20),
  target: 'x'.repeat(254),
};
/** The longest reason, of the longest characters. */
const attemptWith = (exchange: Attempt['exchange']): Attempt => ({
  n: 9_999,
  at: '2026-11-23T09:30:00.000Z',
  outcome: 'retry',
  reason: '€'.repeat(256),
  durationMs: 99_999,
  ...(exchange && { exchange }),
});
const timings = { dns: 99_999, connect: 99_999, tls: 99_999, firstByte: 99_999, total: 99_999 };
/** JSON of the wire, base64 aside, is longer than what DynamoDB counts. */
const bytesOf = (item: object): number => Buffer.byteLength(JSON.stringify(marshall(item)));

it.each<[string, (id: string) => object]>([
  ['the event', eventItemKey],
  ['a delivery', (notificationId) => deliveryItemKey({ ...key, notificationId })],
  ['an attempt', (notificationId) => attemptItemKey({ ...key, notificationId }, 1)],
])('no id makes the key of %s one of the audit chain', (_of, keyOf) => {
  for (const id of HOSTILE_IDS) expect(thrown(() => keyOf(id))).toMatchObject({ code: 'ledger.id.malformed' });
});

it('an attempt takes less than 64 KB with any response', () => {
  const patterns = fc.uint8Array({ minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(patterns, fc.boolean(), (pattern, isWhole) => {
      const exchange = {
        class: 'unknown_status',
        status: 999,
        timings,
        ...responseText(Buffer.alloc(20_481, pattern), isWhole),
      };
      const { channel, target } = key;
      const item = {
        ...attemptItemKey(key, 9_999),
        channel,
        target,
        attempt: attemptWith(exchange),
        expiresAt: 1_795_426_200,
      };
      expect(bytesOf(item)).toBeLessThan(64_000);
    }),
  );
});

it('a delivery fits into an item with the attempts of many redrives, the longest response and the largest message', () => {
  const exchange = {
    class: 'unknown_status',
    status: 999,
    timings,
    ...responseText(Buffer.alloc(20_481, 0xff), false),
  };
  const summaries = Array.from({ length: 60 + 10 }, () => attemptSummary(attemptWith(exchange)));
  const item = {
    ...deliveryItemKey(key),
    ...key,
    state: 'delivered',
    attempted: 10,
    leaseUntil: '2026-11-23T09:30:00.000Z',
    attempts: [...summaries, attemptWith(exchange)],
    digest: 'd'.repeat(64),
    expiresAt: 1_795_426_200,
    dueAt: '2026-11-23T09:30:00.000Z',
    parkShard: 'P15',
    parked: { body: 'x'.repeat(MAX_MESSAGE_BYTES) },
  };
  expect(bytesOf(item)).toBeLessThan(MAX_ITEM_BYTES);
});
