import type { QueueTuning, RuntimeTuning } from './channel';

/** AWS: "set the source queue's visibility timeout to at least six times the timeout that you configure on your function". */
const VISIBILITY_PER_TIMEOUT = 6;

/**
 * Visibility timeout of a source queue in seconds: six function timeouts, as AWS advises, and the batching window,
 * during which Lambda already holds the first message of a batch.
 *
 * @see AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS event source mapping"
 */
export const visibilityTimeoutSeconds = (
  { timeoutSeconds }: Pick<RuntimeTuning, 'timeoutSeconds'>,
  { batchingWindowSeconds = 0 }: QueueTuning,
): number => VISIBILITY_PER_TIMEOUT * timeoutSeconds + batchingWindowSeconds;
