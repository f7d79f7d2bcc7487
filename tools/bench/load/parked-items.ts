import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { deliveryItemKey, shardKey } from '../../../shared/aws/dynamodb/ledger-items';
import { parkShard } from '../../../shared/domain/delivery/park-shard';
import { contentDigest } from '../../../shared/domain/notification/content-digest';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { type SealKey, sealWith } from '../../../shared/runtime/message/message-seal';
import { aNotification } from '../../../shared/testing/factories';
import type { Item } from '../doubles/table-store';
import { TENANTS } from '../world/tenants';

const CHANNEL = 'webhook';
const TARGET = `ep_${'0'.repeat(26)}`;
/** In the past, so that all are due; the milliseconds differ, as the index sorts by them. */
const DUE = Date.parse('2026-01-01T00:00:00Z');
const DATA = { order: '4711', text: 'x'.repeat(600) };

/** Items of the ledger: webhooks whose first attempt has failed, and which are due again. About 1.5 KB each. */
export const parkedItems = (count: number, key: SealKey): Item[] =>
  Array.from({ length: count }, (_, n) => parkedItem(new Date(DUE + n), key));

function parkedItem(dueAt: Date, sealKey: SealKey): Item {
  const notification = aNotification({ id: ulid(), tenant: TENANTS.http, type: 'bench.measured', data: DATA });
  const { id: notificationId, tenant } = notification;
  const key = { tenant, notificationId, channel: CHANNEL, target: TARGET };
  const body = JSON.stringify(notification);
  const message = deliveryMessage({ tenant, target: TARGET, body, digest: contentDigest(notification) });
  return marshall({
    ...deliveryItemKey(key),
    ...key,
    state: 'retrying',
    attempted: 1,
    attempts: [{ n: 1, at: dueAt.toISOString(), outcome: 'retry', reason: 'status 503', durationMs: 12 }],
    dueAt: dueAt.toISOString(),
    parkShard: shardKey(parkShard(key)),
    parked: sealWith(message, CHANNEL, sealKey),
    expiresAt: Math.floor(DUE / 1_000) + 90 * 86_400,
  });
}
