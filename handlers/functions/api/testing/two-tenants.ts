import { derivedId } from '../../../../shared/domain/notification/derived-id';
import { acceptedEvent } from '../../../../shared/ports/ledger';
import type { Suppression, Unsubscription } from '../../../../shared/ports/mail-preferences';
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
  address: 'ann@example.com',
};
export const KEY = 'order-1';
/** What nobody has, as long as what the other tenant has. */
export const UNKNOWN = {
  endpoint: 'ep_01m99vvae0dxk8dr745633ez6j',
  notification: '01M99VVAE0DXK8DR745633EZ6J',
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
  return { ...world, ofOther: () => ofOther(world) };
}

/** Its last attempt failed, so that a replay would attempt it again. */
async function fail(notificationId: string, ledger: ApiWorld['ledger']): Promise<void> {
  const key = { tenant: OTHER, notificationId, channel: 'webhook', target: OF_OTHER.endpoint };
  const lease = '2026-11-02T09:30:00.000Z';
  await ledger.claim(key, { attempt: 1, now: since, leaseUntil: lease, leaseLimit: lease });
  const attempt = { n: 1, at: since, outcome: 'retry', durationMs: 1, reason: SECRET } as const;
  await ledger.settle(key, { n: 1, state: 'failed', lease, attempt });
}

/** All that the other tenant has, as text. */
async function ofOther({ ports, ledger, audit, preferences, topic, queue }: ApiWorld): Promise<string> {
  const { endpoints: saved, version } = await ports.registry.load(OTHER);
  return JSON.stringify({
    saved: [...saved],
    version,
    histories: await Promise.all(notifications.map(({ id }) => ledger.history(id))),
    records: [...audit.store.records].filter(([, record]) => record.tenant === OTHER),
    objections: (await preferences.objections(OF_OTHER.address)).filter((one) => JSON.stringify(one).includes(OTHER)),
    published: topic.published.filter(({ groupId }) => groupId === OTHER),
    sent: queue.sent.filter(({ message }) => message.groupId === OTHER),
  });
}
