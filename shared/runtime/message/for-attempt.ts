import type { QueueMessage } from '../../ports/channel-queue';
import { ATTEMPT, HOPS, number, OF_ONE_ATTEMPT, sendable, TARGET, textOf, without } from './attributes';
import { targetDigest } from './target-digest';

/**
 * The same message for a later attempt. Its message group is tenant and target, so that SQS fair queues serve first
 * attempts before the retries for a slow target.
 */
export function forAttempt(message: QueueMessage, attempt: number, tenant: string): QueueMessage {
  const next = withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
  return { ...next, groupId: retryGroup(tenant, textOf(message, TARGET) ?? '') };
}

const retryGroup = (tenant: string, target: string): string => `${tenant}/${targetDigest(target)}`;

/**
 * A parked message for its next attempt, whose number may have grown since it was parked. Resets the hop count: the
 * sweeper starts a new chain.
 */
export function forNextAttempt(parked: QueueMessage, attempt: number): QueueMessage {
  const message = { ...parked, attributes: without(parked, [HOPS]) };
  if (attemptOf(message) === attempt) return message;
  return withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
}

export const withAttempt = (message: QueueMessage, attempt: number): QueueMessage =>
  sendable(message, { ...message.attributes, [ATTEMPT]: number(attempt) });

/** The number of the attempt that a message asks for, from 1. */
export const attemptOf = (message: QueueMessage): number =>
  Math.max(1, Number.parseInt(textOf(message, ATTEMPT) ?? '', 10) || 1);
