import { POLLER_REQUESTS } from '../calls/event-source';
import type { Count } from '../counts/count';
import { gigabyteSeconds } from './lambda-time';
import { PLATFORM_LOG_BYTES } from './platform-log';
import type { PriceName } from './prices';

/** Amounts for one delivery, by what is paid for. */
export type Usage = Readonly<Partial<Record<PriceName, number>>>;

/** X-Ray's default rule traces 5 % of the requests beyond the first of each second: as for many in a second. */
const TRACED = 0.05;

/**
 * What a function uses for one delivery: its calls, its log, its time, and the event source mapping, which receives and
 * deletes one batch with two requests.
 *
 * @param isGrouped its messages have a message group: that of the tenant
 */
export function usageOf(count: Count, megabytes: number, isGrouped: boolean): Usage {
  const per = (amount: number) => amount / count.deliveries;
  const requests = per(count.invocations * POLLER_REQUESTS + callsOf(count, 'SQS.'));
  return {
    sqsRequest: requests,
    ...(isGrouped && { sqsFairRequest: requests }),
    dynamodbWrite: per(count.writeUnits),
    dynamodbRead: per(count.readUnits),
    kmsRequest: per(callsOf(count, 'KMS.')),
    lambdaRequest: per(count.invocations),
    lambdaSecond: per(gigabyteSeconds(count, megabytes)),
    trace: per(count.invocations * TRACED),
    logs: per(count.logBytes + count.invocations * PLATFORM_LOG_BYTES),
    transferOut: per(count.postedBytes),
  };
}

const callsOf = ({ calls }: Count, service: string): number =>
  Object.entries(calls).reduce((sum, [name, count]) => (name.startsWith(service) ? sum + count : sum), 0);

/** Delivery by SNS to queues, each an SQS request. */
export const queued = (queues: number): Usage => ({ sqsRequest: queues, sqsFairRequest: queues });

/** The usage of a part that several deliveries share. */
export const shared = (usage: Usage, deliveries: number): Usage =>
  Object.fromEntries(Object.entries(usage).map(([name, amount]) => [name, amount / deliveries]));
