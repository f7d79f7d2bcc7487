import { describeError } from '../../domain/kit/errors/describe-error';
import type { QueueMessage } from '../../ports/channel-queue';
import type { ParkedDelivery } from '../../ports/ledger';
import { logUnsent } from './log-unsent';
import { readParked } from './parked-message';
import { postpone, SEND_AGAIN_SECONDS } from './postpone';
import type { SweepDependencies } from './sweep-dependencies';

export type Messages = ReadonlyMap<ParkedDelivery, QueueMessage>;

/** The messages of a page that may be sent. A delivery whose message is unusable does not hold up the others. */
export async function ownMessages(page: readonly ParkedDelivery[], dependencies: SweepDependencies): Promise<Messages> {
  const messages = new Map<ParkedDelivery, QueueMessage>();
  const reads = page.map(async (delivery) => {
    const message = await ownMessage(delivery, dependencies);
    if (message !== undefined) messages.set(delivery, message);
  });
  await Promise.all(reads);
  return messages;
}

/**
 * Returns undefined if the message must not be sent. One that no channel parked is removed: the scan for orphans makes
 * it again from the accepted notification. One that could not be verified is postponed like one that could not be sent.
 * Never throws.
 */
async function ownMessage(
  delivery: ParkedDelivery,
  dependencies: SweepDependencies,
): Promise<QueueMessage | undefined> {
  const { parked, keys } = dependencies;
  const read = await logErrors(delivery, dependencies, () => readParked(delivery, keys));
  if (read?.ok) return read.message;
  if (read !== undefined) logUnsent(delivery, read.code, dependencies);
  await logErrors<unknown>(delivery, dependencies, () =>
    read === undefined ? postpone([delivery], SEND_AGAIN_SECONDS, dependencies) : parked.unpark(delivery),
  );
  return undefined;
}

async function logErrors<Result>(
  delivery: ParkedDelivery,
  dependencies: SweepDependencies,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    logUnsent(delivery, describeError(error), dependencies);
    return undefined;
  }
}
