import type { QueueTuning, RuntimeTuning } from './channel';

/** AWS: "set the source queue's visibility timeout to at least six times the timeout that you configure on your function". */
const VISIBILITY_PER_TIMEOUT = 6;

/**
 * Seconds for which a queue hides what its function has received: AWS's six time-outs, and the time that Lambda itself
 * holds the first message of a batch while it waits for more.
 *
 * @see AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping"
 */
export const visibilityTimeoutSeconds = (
  { timeoutSeconds }: Pick<RuntimeTuning, 'timeoutSeconds'>,
  { batchingWindowSeconds = 0 }: QueueTuning,
): number => VISIBILITY_PER_TIMEOUT * timeoutSeconds + batchingWindowSeconds;
