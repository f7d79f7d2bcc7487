import { type DeliveryRow, type NotificationRow, versionOf } from '../../../../shared/domain/listing/listing-row';
import { derivedId } from '../../../../shared/domain/notification/derived-id';
import type { Notification } from '../../../../shared/domain/notification/notification';
import { acceptedEvent } from '../../../../shared/ports/ledger';
import type { Suppression, Unsubscription } from '../../../../shared/ports/mail-preferences';
import type { ReplayRun } from '../../../../shared/ports/replay-runs';
import { aNotification, anEndpoint } from '../../../../shared/testing/factories';
import { recordInChain } from '../../../../shared/testing/record-in-chain';
import { type ApiWorld, apiWorld } from './api-world';

/** The caller's tenant, another one, and one that does not exist. */
export const [OWN, OTHER, NOBODY] = ['acme', 'globex', 'nobody'] as const;
/** Everything that the other tenant has contains it, but for names that a request can guess. */
export const SECRET = 'globex-secret';

export const OF_OTHER = {
  endpoint: 'ep_01m83vvae0dxk8dr745633ez6j',
  notification: '01M83VVAE0DXK8DR745633EZ6J',
  /** Under the idempotency key `KEY`. */
  keyed: derivedId(OTHER, 'order-1'),
  replay: '01M84VVAE0DXK8DR745633EZ6J',
  address: 'ann@example.com',
};
export const KEY = 'order-1';
/** What nobody has, as long as what the other tenant has. */
export const UNKNOWN = {
  endpoint: 'ep_01m99vvae0dxk8dr745633ez6j',
  notification: '01M99VVAE0DXK8DR745633EZ6J',
  replay: '01M98VVAE0DXK8DR745633EZ6J',
  address: 'eve@example.com',
};

const since = '2026-11-01T09:30:00.000Z';
const suppression: Suppression = { address: OF_OTHER.address, scope: OTHER, reason: 'MANUAL', since };
const unsubscription: Unsubscription = { address: OF_OTHER.address, tenant: OTHER, category: 'digest', since };

const endpoints = [
  anEndpoint({ tenant: OWN, id: 'ep_01m00vvae0dxk8dr745633ez6j', types: ['order.*'] }),
  anEndpoint({ tenant: OTHER, id: OF_OTHER.endpoint, url: `https://${SECRET}.example.com/`, types: [`${SECRET}.*`] }),
];
const notifications = [OF_OTHER.notification, OF_OTHER.keyed].map((id) =>
  aNotification({
    id,
    tenant: OTHER,
    channels: 'webhook',
    data: { text: SECRET },
    ...(id === OF_OTHER.keyed && { idempotencykey: KEY }),
  }),
);

/** Both tenants have an endpoint; the other one also has notifications with a failed delivery, and objections to mail. */
export async function twoTenants() {
  const world = apiWorld({
    endpoints,
    objections: [
      { kind: 'suppressed', ...suppression },
      { kind: 'unsubscribed', ...unsubscription },
    ],
  });
  const events = notifications.map((one) => acceptedEvent(one, JSON.stringify(one), world.clock.now()));
  await recordInChain(events, world.audit);
  for (const { id } of notifications) await fail(id, world.ledger);
  await world.listing.put({ notifications: notifications.map(rowOf), deliveries: notifications.map(deliveryRowOf) });
  await world.runs.begin(RUN);
  return { ...world, ofOther: () => ofOther(world) };
}

const expiresAt = 9e9;
const rowOf = ({ id, type }: Notification): NotificationRow => ({
  tenant: OTHER,
  id,
  type: `${SECRET}.${type}`,
  channels: 'webhook',
  acceptedAt: since,
  expiresAt,
});
const deliveryRowOf = (notification: Notification): DeliveryRow => {
  const { channels: channel, ...row } = rowOf(notification);
  return { ...row, channel, target: OF_OTHER.endpoint, state: 'failed', version: versionOf('1') };
};
const RUN: ReplayRun = {
  id: OF_OTHER.replay,
  filter: { tenant: OTHER, state: 'failed', type: SECRET, until: since },
  ratePerSecond: 1,
  status: 'running',
  counts: { found: 0, sent: 0, skipped: 0, failed: 0 },
  begunAt: since,
  updatedAt: since,
  failures: 0,
};

/** Its last attempt failed, so that a replay would attempt it again. */
async function fail(notificationId: string, ledger: ApiWorld['ledger']): Promise<void> {
  const key = { tenant: OTHER, notificationId, channel: 'webhook', target: OF_OTHER.endpoint };
  const lease = '2026-11-02T09:30:00.000Z';
  await ledger.claim(key, { attempt: 1, now: since, leaseUntil: lease, leaseLimit: lease });
  const attempt = { n: 1, at: since, outcome: 'retry', durationMs: 1, reason: SECRET } as const;
  await ledger.settle(key, { n: 1, state: 'failed', lease, attempt });
}

/** All that the other tenant has, as text. */
async function ofOther({ ports, ledger, audit, listing, runs, preferences, topic, queue }: ApiWorld): Promise<string> {
  const { endpoints: saved, version } = await ports.registry.load(OTHER);
  return JSON.stringify({
    saved: [...saved],
    version,
    histories: await Promise.all(notifications.map(({ id }) => ledger.history(id))),
    records: [...audit.store.records].filter(([, record]) => record.tenant === OTHER),
    objections: (await preferences.objections(OF_OTHER.address)).filter((one) => JSON.stringify(one).includes(OTHER)),
    listed: [...listing.notifications.values(), ...listing.deliveries.values()].filter(
      ({ tenant }) => tenant === OTHER,
    ),
    run: await runs.read({ tenant: OTHER, id: OF_OTHER.replay }),
    published: topic.published.filter(({ groupId }) => groupId === OTHER),
    sent: queue.sent.filter(({ message }) => message.groupId === OTHER),
  });
}
