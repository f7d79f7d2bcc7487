import type { QueueMessage } from '../../ports/channel-queue';
import { ATTEMPT, HOPS, number, OF_ONE_ATTEMPT, sendable, TARGET, textOf, without } from './attributes';
import { targetDigest } from './target-digest';

/**
 * The same message for a later attempt. Its group is of tenant and target: fair queues then serve what is attempted for
 * the first time before a slow target's repetitions.
 */
export function forAttempt(message: QueueMessage, attempt: number, tenant: string): QueueMessage {
  const next = withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
  return { ...next, groupId: retryGroup(tenant, textOf(message, TARGET) ?? '') };
}

const retryGroup = (tenant: string, target: string): string => `${tenant}/${targetDigest(target)}`;

/**
 * A parked message for the attempt that is next by now: more may be known than when it was parked. Whoever brings it back
 * begins a chain of hops.
 */
export function forNextAttempt(parked: QueueMessage, attempt: number): QueueMessage {
  const message = { ...parked, attributes: without(parked, [HOPS]) };
  if (attemptOf(message) === attempt) return message;
  return withAttempt({ ...message, attributes: without(message, OF_ONE_ATTEMPT) }, attempt);
}

export const withAttempt = (message: QueueMessage, attempt: number): QueueMessage =>
  sendable(message, { ...message.attributes, [ATTEMPT]: number(attempt) });

/** The attempt that a message asks for, from 1. */
export const attemptOf = (message: QueueMessage): number =>
  Math.max(1, Number.parseInt(textOf(message, ATTEMPT) ?? '', 10) || 1);
