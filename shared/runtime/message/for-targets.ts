import type { QueueMessage } from '../../ports/channel-queue';
import { FROM, ONLY, producerAttributes, sendable, string, TARGET, TO, textOf, withAttributes } from './attributes';
import { type PartOfRedrive, partOfRedrive } from './redriven';

/** A notification for one of its targets alone. */
export const onlyFor = <Message extends QueueMessage>(message: Message, target: string): Message =>
  withAttributes(message, { [ONLY]: string(target) });

/** Keys of targets, in their order; both ends are in it. */
export interface TargetRange {
  readonly from: string;
  readonly to: string;
}

/** A notification for some of its targets, to be fanned out by whoever receives it. */
export function forRange(message: PartOfRedrive, { from, to }: TargetRange): QueueMessage {
  const part = { ...producerAttributes(message), [FROM]: string(from), [TO]: string(to) };
  return partOfRedrive(sendable(message, part), message.redrive);
}

/** The target that a message is for, where it is for one: the only one that it may name. */
export const namedTargets = (message: QueueMessage): string[] =>
  [TARGET, ONLY].flatMap((name) => textOf(message, name) ?? []);
