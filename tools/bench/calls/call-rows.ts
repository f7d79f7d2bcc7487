import type { QueueMessage } from '../../../shared/ports/channel-queue';
import { FIVE } from '../world/tenants';
import { messages, toFive, withKey } from './bench-messages';
import type { Calls, CountingProxy } from './counting-proxy';
import { POLLER_REQUESTS } from './event-source';

const BATCH = 10;
const LATER_BATCHES = 9;

export interface CallRow {
  readonly what: string;
  readonly deliveries: number;
  readonly calls: Calls;
  /** Calls of the event source mapping and of the function. */
  readonly sqsRequests: number;
}

type Deliver = (messages: readonly QueueMessage[], batchSize: number) => Promise<{ readonly invocations: number }>;

/** Calls of a cold start, and of later invocations. The last row is the average, which the limits apply to. */
export async function callRows(channel: string, deliver: Deliver, proxy: CountingProxy): Promise<CallRow[]> {
  const measure = async (what: string, sent: readonly QueueMessage[], batchSize = BATCH, targets = 1) => {
    proxy.take();
    const { invocations } = await deliver(sent, batchSize);
    const calls = proxy.take();
    const sqsRequests = invocations * POLLER_REQUESTS + sum(calls, (name) => name.startsWith('SQS.'));
    return { what: `${channel}, ${what}`, deliveries: sent.length * targets, calls, sqsRequests };
  };
  const first = await measure(`the first batch of ${BATCH} of a new function`, messages(channel, BATCH));
  const later = await measure(`the next ${LATER_BATCHES} batches`, messages(channel, BATCH * LATER_BATCHES));
  const single = await measure('one message a batch', messages(channel, 1), 1);
  const keyed = await measure('with idempotency keys', messages(channel, BATCH, withKey));
  const toMany = await measure('to five targets each', messages(channel, BATCH, toFive), BATCH, FIVE);
  return [first, later, single, keyed, toMany, together(channel, first, later)];
}

export const sum = (calls: Calls, wanted: (name: string) => boolean): number =>
  Object.entries(calls).reduce((total, [name, count]) => (wanted(name) ? total + count : total), 0);

function together(what: string, ...rows: readonly CallRow[]): CallRow {
  const calls: Record<string, number> = {};
  for (const row of rows) {
    for (const [name, count] of Object.entries(row.calls)) calls[name] = (calls[name] ?? 0) + count;
  }
  const deliveries = rows.reduce((total, row) => total + row.deliveries, 0);
  const sqsRequests = rows.reduce((total, row) => total + row.sqsRequests, 0);
  return { what, calls, deliveries, sqsRequests };
}
