import { FIVE, type Scheme, TENANTS } from '../world/tenants';
import type { World } from '../world/world';
import { notifications, ours, peer, type Subject } from './subjects';

/** Subjects that do the same work. Ours comes first. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly batchSize: number;
  /** Of each record: 5 where it fans out to five. */
  readonly deliveries: number;
  /** Posts or mails of each record: 0 where it is only recorded. */
  readonly posts: number;
  readonly subjects: readonly Subject[];
  /** Records of each run after the cold ones. */
  readonly effort: { readonly warmUp: number; readonly measured: number };
}

const POWERTOOLS = 'Powertools batch + idempotency';

export const webhookPeer = (scheme: Scheme, count = 1): Subject =>
  peer('powertools-webhook', {
    name: `${POWERTOOLS}, standardwebhooks, fetch`,
    channel: 'webhook',
    writes: 2,
    urls: (world) => urlsOf(world, scheme, count),
  });

const webhookLimit = (scheme: Scheme, count = 1): Subject =>
  peer('limit-webhook', {
    name: 'limit: bare loop, node:http, nothing recorded',
    channel: 'webhook',
    writes: 0,
    urls: (world) => urlsOf(world, scheme, count),
  });

/** Different URLs, as five endpoints have. */
const urlsOf = ({ receivers }: World, scheme: Scheme, count: number): string[] =>
  Array.from({ length: count }, (_, n) => (n === 0 ? receivers[scheme] : `${receivers[scheme]}/${n}`));

const webhookRow = (id: string, title: string, batchSize: number, scheme: Scheme = 'http'): Row => ({
  id,
  title,
  batchSize,
  deliveries: 1,
  posts: 1,
  subjects: [
    ours('webhook', notifications('webhook', { tenant: TENANTS[scheme] })),
    webhookPeer(scheme),
    webhookLimit(scheme),
  ],
  effort: { warmUp: batchSize === 1 ? 600 : 1_500, measured: batchSize === 1 ? 600 : 1_000 },
});

export const emailPeer = (): Subject =>
  peer('powertools-email', {
    name: `${POWERTOOLS}, zod, LiquidJS, nodemailer, SES client`,
    channel: 'email',
    writes: 2,
  });

export const auditPeer = (): Subject =>
  peer('powertools-audit', { name: `${POWERTOOLS}, PutItem of the SDK`, channel: 'audit', writes: 3 });

const auditRow = (batchSize: number): Row => ({
  id: `audit-${batchSize}`,
  title: `Audit, batches of ${batchSize}`,
  batchSize,
  deliveries: 1,
  posts: 0,
  subjects: [
    ours('audit'),
    auditPeer(),
    peer('limit-audit', { name: 'limit: bare loop, PutItem by node:http, unsigned', channel: 'audit', writes: 1 }),
  ],
  effort: { warmUp: 1_000, measured: 1_000 },
});

export const ROWS: readonly Row[] = [
  webhookRow('webhook-http', 'Webhook by HTTP, batches of 10', 10),
  webhookRow('webhook-tls', 'Webhook by TLS, batches of 10', 10, 'tls'),
  webhookRow('webhook-single', 'Webhook by HTTP, one by one', 1),
  webhookRow('webhook-50', 'Webhook by HTTP, batches of 50', 50),
  {
    ...webhookRow('webhook-fan-out', 'Webhook to five endpoints', 10),
    deliveries: FIVE,
    posts: FIVE,
    subjects: [
      ours('webhook', notifications('webhook', { tenant: TENANTS.five })),
      webhookPeer('http', FIVE),
      webhookLimit('http', FIVE),
    ],
    effort: { warmUp: 300, measured: 200 },
  },
  {
    id: 'email',
    title: 'Email, batches of 10',
    batchSize: 10,
    deliveries: 1,
    posts: 1,
    subjects: [ours('email'), emailPeer()],
    effort: { warmUp: 200, measured: 400 },
  },
  auditRow(10),
  auditRow(100),
];
