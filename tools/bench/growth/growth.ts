import type { SQSRecord } from 'aws-lambda';
import { contentDigest } from '../../../shared/domain/notification/content-digest';
import { deliveryMessage } from '../../../shared/runtime/message/delivery-message';
import { withAttempt } from '../../../shared/runtime/message/for-attempt';
import { type SealKey, sealWith } from '../../../shared/runtime/message/message-seal';
import { aNotification, aRecord } from '../../../shared/testing/factories';
import { notifications, ours, type Subject } from '../deliveries/subjects';
import type { Benchmark } from '../report/result';
import { endpointItems } from '../world/endpoint-items';
import { TENANTS } from '../world/tenants';
import { inWorld, type World } from '../world/world';
import { grow, RECORDS, type Size } from './grow';

const ENDPOINTS = [1, 10, 1_000, 10_000, 100_000];
const TENANT_COUNTS = [1, 100, 10_000];
const ATTEMPTS = [1, 5, 20];

const webhookOf = (tenant: (n: number) => string): Subject =>
  ours(
    'webhook',
    notifications('webhook', (n) => ({ tenant: tenant(n) })),
  );

const SMALLEST = webhookOf(() => TENANTS.http);

const counted = (count: number, name: string): string =>
  `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;

const method = (what: string): string =>
  `${what} A process is warm already, from 300 records of the smallest size; then come the first 10, and ${RECORDS} more, or as many as take two seconds. Read units are those of DynamoDB: 4 KB each, and half of that for an eventually consistent read. 3 runs, in alternation.`;

const endpoints: Benchmark = {
  id: 'growth-endpoints',
  method: method('Webhooks of a tenant to one endpoint; its other endpoints do not want the type.'),
  measure: async function* () {
    yield* await inWorld(async (world) => {
      const sizes: Size[] = [];
      for (const count of ENDPOINTS) sizes.push(await endpointSize(count, world));
      return grow('growth-endpoints', 'Growth: endpoints of a tenant', sizes, world);
    });
  },
};

async function endpointSize(count: number, { receivers, keys, seed }: World): Promise<Size> {
  const tenant = `bench-endpoints-${count}`;
  await seed('directory', await endpointItems({ tenant, url: receivers.http, count, wanting: 1, keys }));
  return { subject: counted(count, 'endpoint'), smallest: SMALLEST, grown: webhookOf(() => tenant) };
}

const webhookTenants: Benchmark = {
  id: 'growth-webhook-tenants',
  method: method('Webhooks of many tenants, one after the other; each has one endpoint.'),
  measure: async function* () {
    yield* await inWorld(async (world) => {
      for (let n = 0; n < Math.max(...TENANT_COUNTS); n++) await addTenant(n, world);
      return grow('growth-webhook-tenants', 'Growth: tenants, webhook', tenantSizes('webhook'), world);
    });
  },
};

const addTenant = async (n: number, { receivers, keys, seed }: World): Promise<void> =>
  seed('directory', await endpointItems({ tenant: nth(n), url: receivers.http, count: 1, wanting: 1, keys }));

const auditTenants: Benchmark = {
  id: 'growth-audit-tenants',
  method: method('Notifications of many tenants, one after the other, are recorded.'),
  measure: async function* () {
    const sizes = tenantSizes('audit');
    yield* await inWorld((world) => grow('growth-audit-tenants', 'Growth: tenants, audit', sizes, world));
  },
};

const nth = (n: number): string => `tenant-${n}`;

const tenantSizes = (channel: string): Size[] =>
  TENANT_COUNTS.map((count) => ({
    subject: counted(count, 'tenant'),
    smallest: ours(channel),
    grown: ours(
      channel,
      notifications(channel, (n) => ({ tenant: nth(n % count) })),
    ),
  }));

const attempts: Benchmark = {
  id: 'growth-attempts',
  method: method('Each webhook is the n-th attempt of its delivery, and succeeds.'),
  measure: async function* () {
    yield* await inWorld(async (world) => {
      const key = await world.keys.current('messages');
      const sizes = ATTEMPTS.map((attempt) => attemptSize(attempt, key));
      return grow('growth-attempts', 'Growth: attempts of a delivery', sizes, world);
    });
  },
};

const attemptSize = (attempt: number, key: SealKey): Size => ({
  subject: `attempt ${attempt}`,
  smallest: SMALLEST,
  grown: ours('webhook', () => attemptRecord(attempt, key)),
});

/** The message of a later attempt, as the function or the sweeper sends it. */
function attemptRecord(attempt: number, key: SealKey): SQSRecord {
  const notification = aNotification({ tenant: TENANTS.http, channels: 'webhook', type: 'bench.measured' });
  const message = deliveryMessage({
    tenant: TENANTS.http,
    target: `ep_${'0'.repeat(26)}`,
    body: JSON.stringify(notification),
    digest: contentDigest(notification),
  });
  return aRecord(sealWith(withAttempt(message, attempt), 'webhook', key));
}

export const growth: readonly Benchmark[] = [endpoints, webhookTenants, auditTenants, attempts];
