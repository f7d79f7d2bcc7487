import { channels, functions } from '../../../handlers';
import type { Count } from '../counts/count';
import { FIVE } from '../world/tenants';
import { PRICES, type PriceName } from './prices';
import { queued, shared, type Usage, usageOf } from './usage';

/** A part of a route and what it uses for one delivery. */
export interface Part {
  readonly name: string;
  readonly usage: Usage;
}

export interface Route {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Counts by the id of their scenario. */
export type Counts = ReadonlyMap<string, Count>;

const BATCH = 10;
/** SES reports that it has sent a mail, and that it was delivered. */
const MAIL_EVENTS = 2;

/**
 * Every call, log line and GB-second from publish to result, for one delivery; of the audit chain its request units alone. Without storage, alarms and keys, which
 * depend on time and not on deliveries, and without cold starts.
 *
 * @param chain of one record in its tenant's audit chain
 */
export function routesOf(counts: Counts, chain: Usage): Route[] {
  const part = (name: string, id: string, isGrouped = true): Part => ({ name, usage: usage(counts, id, isGrouped) });
  const published = (size: number): Part => ({ name: 'publish', usage: publish(size) });
  const recorded = (size: number): Part[] => [part('record', `audit-${size}`), { name: 'chain', usage: chain }];
  const feedback = (size: number): Part[] => [
    { name: 'events of SES', usage: { snsPublish: MAIL_EVENTS, sqsRequest: MAIL_EVENTS } },
    part('sent', `mail-sent-${size}`, false),
    part('delivered', `mail-delivered-${size}`, false),
  ];
  const whole = (size: number, delivery: Part): Part[] => [published(size), ...recorded(size), delivery];
  return [
    route('webhook-batch', 'one webhook of 1 KB, in batches of ten', whole(BATCH, part('delivery', 'webhook-10'))),
    route('webhook-single', 'one webhook of 1 KB, one by one', whole(1, part('delivery', 'webhook-1'))),
    route('webhook-five', 'one of five webhooks of a notification, in batches of ten', [
      ...[published(BATCH), ...recorded(BATCH)].map((one) => ({ ...one, usage: shared(one.usage, FIVE) })),
      part('delivery', 'webhook-five'),
    ]),
    route('mail-batch', 'one mail above SES, in batches of ten', whole(BATCH, part('delivery', 'email-10'))),
    route('mail-single', 'one mail above SES, one by one', whole(1, part('delivery', 'email-1'))),
    route('mail-events-batch', 'the events of SES about one mail, in batches of ten', feedback(BATCH)),
    route('mail-events-single', 'the events of SES about one mail, one by one', feedback(1)),
    route('audit-batch', 'one notification that is only recorded, in batches of ten', [
      { name: 'publish', usage: add(publish(BATCH), queued(-1)) },
      ...recorded(BATCH),
    ]),
  ];
}

const route = (id: string, title: string, parts: readonly Part[]): Route => ({ id, title, parts });

/** One request for each batch (`publishBatch` of the SDK), and a delivery to two queues: the channel's and that of audit. */
const publish = (size: number): Usage => ({ snsPublish: 1 / size, ...queued(2) });

function usage(counts: Counts, id: string, isGrouped: boolean): Usage {
  const count = counts.get(id);
  if (count === undefined) throw new Error(`there is no count of ${id}`);
  return usageOf(count, memoryOf(count.scenario.function), isGrouped);
}

const memoryOf = (name: string): number => {
  const manifest = [...channels, ...functions].find((one) => one.name === name);
  if (manifest === undefined) throw new Error(`there is no function ${name}`);
  return manifest.function.memoryMegabytes;
};

function add(one: Usage, other: Usage): Usage {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as PriceName[];
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

const MILLION = 1_000_000;

/** Dollars for a million deliveries, by what is paid for. */
export const dollarsOf = (used: Usage): [PriceName, number][] =>
  (Object.entries(used) as [PriceName, number][]).map(([name, amount]) => [
    name,
    amount * PRICES[name].dollars * MILLION,
  ]);
