import type { QueueMessage } from '../../ports/channel-queue';
import type { TargetRange } from '../../ports/ledger';
import { FROM, ONLY, producerAttributes, sendable, string, TARGET, TO, textOf, withAttributes } from './attributes';
import { type PartOfRedrive, partOfRedrive } from './redriven';

/** Restricts a notification to one of its targets. */
export const onlyFor = <Message extends QueueMessage>(message: Message, target: string): Message =>
  withAttributes(message, { [ONLY]: string(target) });

/** Restricts a notification to a range of its targets. The function that receives it fans it out. */
export function forRange(message: PartOfRedrive, { from, to }: TargetRange): QueueMessage {
  const part = { ...producerAttributes(message), [FROM]: string(from), [TO]: string(to) };
  return partOfRedrive(sendable(message, part), message.redrive);
}

/** Every target that the message's attributes name: none, or the one that it is for. */
export const namedTargets = (message: QueueMessage): string[] =>
  [TARGET, ONLY].flatMap((name) => textOf(message, name) ?? []);
