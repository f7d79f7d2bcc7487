import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { catalogue } from '../../../shared/catalogue';
import type { Notification } from '../../../shared/domain/notification/notification';
import { aMessage, aNotification, aRecord } from '../../../shared/testing/factories';
import { entryOf } from '../../build/bundle';
import type { Variables } from '../function/deployed-variables';
import { writeBundle } from '../function/write-bundle';
import { bundlePeer, type Peer } from '../peers/bundle-peer';
import { SECRET, TENANTS } from '../world/tenants';
import type { World } from '../world/world';

/** A function whose deliveries are measured. */
export interface Subject {
  readonly name: string;
  /** Writes the function's code, and returns the path of its main file. */
  write(directory: string): Promise<string>;
  variables(world: World): Variables;
  /** @param n counts the records of a process from 0 */
  record(n: number): SQSRecord;
  /** Items that it has to write for a delivery. */
  readonly writes: number;
}

/** About 1 KB as it is published. */
const DATA = { order: '4711', text: 'x'.repeat(600) };

const ORDER = catalogue.find(({ type }) => type === 'order.shipped')?.example as Notification['data'];

/** What a subject's records have in common with those of its row. */
export type Overrides = Partial<Notification>;

const OF_CHANNEL: Readonly<Record<string, Overrides>> = {
  webhook: { channels: 'webhook', tenant: TENANTS.http, type: 'bench.measured', data: DATA },
  email: { channels: 'email', tenant: TENANTS.http, type: 'order.shipped', data: ORDER },
  audit: { channels: 'email,webhook', tenant: TENANTS.http, type: 'bench.measured', data: DATA },
};

const WRITES: Readonly<Record<string, number>> = { webhook: 2, email: 2, audit: 1 };

/** @param overrides of the n-th notification, or of all */
export const notifications =
  (channel: string, overrides: Overrides | ((n: number) => Overrides) = {}) =>
  (n: number): SQSRecord => {
    const own = typeof overrides === 'function' ? overrides(n) : overrides;
    return aRecord(aMessage(aNotification({ ...OF_CHANNEL[channel], ...own })));
  };

export const ours = (channel: string, record = notifications(channel)): Subject => ({
  name: `Carillon, ${channel}`,
  write: (directory) => writeBundle(entryOf(channel), directory),
  variables: (world) => world.variablesOf(channel),
  record,
  writes: WRITES[channel] ?? 0,
});

interface PeerSubject {
  readonly name: string;
  readonly channel: string;
  readonly writes: number;
  /** Of a webhook peer. */
  readonly urls?: (world: World) => readonly string[];
}

export const peer = (file: Peer, { name, channel, writes, urls }: PeerSubject): Subject => ({
  name,
  write: async (directory) => bundlePeer(file, join(directory, file)),
  variables: (world) => ({
    ...world.variablesOf(channel),
    IDEMPOTENCY_TABLE: 'idempotency',
    WEBHOOK_SECRET: SECRET,
    WEBHOOK_URLS: urls?.(world).join(',') ?? '',
  }),
  record: notifications(channel),
  writes,
});

/** Returns records of the subject that no earlier call has returned. */
export function recordsOf(subject: Pick<Subject, 'record'>): (count: number) => SQSRecord[] {
  let n = 0;
  return (count) => Array.from({ length: count }, () => subject.record(n++));
}
