import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { catalogue } from '../../../shared/catalogue';
import type { Notification } from '../../../shared/domain/notification/notification';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import { entryOf } from '../../build/bundle';
import type { Variables } from '../deployed-variables';
import { writeBundle } from '../function-process';
import { bundlePeer } from '../peers/bundle-peer';
import { SECRET, TENANTS, type World } from './world';

/** A function whose deliveries are measured. */
export interface Subject {
  readonly name: string;
  /** Writes the function's code, and returns the path of its main file. */
  write(directory: string): Promise<string>;
  readonly batchSize: number;
  variables(world: World): Variables;
  record(): SQSRecord;
}

/** Subjects that do the same work, measured in alternation. Ours comes first. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly subjects: readonly Subject[];
}

/** About 1 KB as it is published. */
const DATA = { order: '4711', text: 'x'.repeat(600) };

const ORDER = catalogue.find(({ type }) => type === 'order.shipped')?.example as Notification['data'];

const notification = (overrides: Partial<Notification>): Notification =>
  aNotification({ type: 'bench.measured', data: DATA, ...overrides });

const ours = (channel: string, batchSize: number, overrides: Partial<Notification>): Subject => ({
  name: `Carillon, ${channel}`,
  write: (directory) => writeBundle(entryOf(channel), directory),
  batchSize,
  variables: (world) => world.variablesOf(channel),
  record: () => aRecord(aMessage(notification({ channels: channel, ...overrides }))),
});

const powertools = (scheme: 'http' | 'tls', batchSize: number): Subject => ({
  name: 'Powertools batch + idempotency, standardwebhooks, fetch',
  write: async (directory) => {
    const file = join(directory, 'index.js');
    bundlePeer('powertools-webhook', file);
    return file;
  },
  batchSize,
  variables: (world) => ({
    ...world.variablesOf('webhook'),
    IDEMPOTENCY_TABLE: 'idempotency',
    WEBHOOK_SECRET: SECRET,
    WEBHOOK_URL: world.receivers[scheme],
  }),
  record: () => aRecord(aMessage(notification({ channels: 'webhook' }))),
});

export const ROWS: readonly Row[] = [
  {
    id: 'webhook-http',
    title: 'webhook by HTTP, batches of 10',
    subjects: [ours('webhook', 10, { tenant: TENANTS.http }), powertools('http', 10)],
  },
  {
    id: 'webhook-tls',
    title: 'webhook by TLS, batches of 10',
    subjects: [ours('webhook', 10, { tenant: TENANTS.tls }), powertools('tls', 10)],
  },
  {
    id: 'webhook-single',
    title: 'webhook by HTTP, one by one',
    subjects: [ours('webhook', 1, { tenant: TENANTS.http }), powertools('http', 1)],
  },
  {
    id: 'email',
    title: 'email, batches of 10',
    subjects: [ours('email', 10, { tenant: TENANTS.http, type: 'order.shipped', data: ORDER })],
  },
  ...[10, 100].map((batchSize) => ({
    id: `audit-${batchSize}`,
    title: `audit, batches of ${batchSize}`,
    subjects: [ours('audit', batchSize, { tenant: TENANTS.http })],
  })),
];
