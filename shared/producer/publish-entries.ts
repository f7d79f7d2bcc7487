import { CodedError, type Fault } from '../domain/coded-error';
import { invalid } from './invalid';
import { type Prepared, prepare, type Settings } from './prepare';
import type { EntryResult, Published } from './producer';
import { publishAll, type Sleep } from './publish-all';
import { PublishError } from './publish-error';
import type { Topic, TopicAnswer } from './topic';

/** Throws `notification.invalid` when it cannot be sent. */
export function prepared(entry: unknown, settings: Settings): Prepared {
  const preparation = prepare(entry, settings);
  if (preparation.ok) return preparation.prepared;
  throw invalid('notification is invalid', preparation.faults);
}

export async function publishOne(entry: unknown, settings: Settings, topic: Topic): Promise<Published> {
  const message = prepared(entry, settings);
  try {
    const { messageId } = await topic.publish(message);
    return { id: message.notification.id, messageId };
  } catch (error) {
    throw error instanceof CodedError ? new PublishError(error, message.notification) : error;
  }
}

export async function publishMany(
  entries: readonly unknown[],
  settings: Settings,
  topic: Topic,
  sleep: Sleep,
): Promise<readonly EntryResult[]> {
  const messages = allPrepared(entries, settings);
  const answers = await publishAll(messages, topic, sleep);
  return answers.map((answer, index) => entryResult(answer, messages[index] as Prepared));
}

/** Every fault of every entry, the entry's index first in its path. */
function allPrepared(entries: readonly unknown[], settings: Settings): Prepared[] {
  const preparations = entries.map((entry) => prepare(entry, settings));
  const faults = preparations.flatMap((preparation, index) =>
    preparation.ok ? [] : preparation.faults.map(within(index)),
  );
  if (faults.length === 0) return preparations.flatMap((preparation) => (preparation.ok ? [preparation.prepared] : []));
  const invalidCount = preparations.filter(({ ok }) => !ok).length;
  throw invalid(`${invalidCount} of ${entries.length} notifications are invalid`, faults);
}

const within =
  (index: number) =>
  (fault: Fault): Fault => ({ ...fault, path: `/${index}${fault.path}` });

function entryResult(answer: TopicAnswer, { notification }: Prepared): EntryResult {
  const { id } = notification;
  if (answer.status === 'published') return { id, status: 'published', messageId: answer.messageId };
  return { id, status: 'failed', code: answer.code, message: answer.message, notification };
}
