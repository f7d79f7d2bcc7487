import { CodedError, type Fault } from '../domain/kit/errors/coded-error';
import type { Topic, TopicAnswer } from '../ports/topic';
import { invalid } from './invalid';
import { type Preparation, type Prepared, prepare, type Settings } from './prepare';
import type { BatchOptions, EntryResult, Published } from './producer';
import { publishAll, type Sleep } from './publish-all';
import { PublishError } from './publish-error';
import { refusedResult, sentResult } from './results';

/** @throws CodedError `notification.invalid` */
export function prepared(entry: unknown, settings: Settings): Prepared {
  const preparation = prepare(entry, settings);
  if (preparation.ok) return preparation.prepared;
  throw invalid('notification is invalid', preparation.faults);
}

export const publishOne = async (
  entry: unknown,
  settings: Settings,
  topic: Pick<Topic, 'publish'>,
): Promise<Published> => publishPrepared(prepared(entry, settings), topic);

/** @throws PublishError with the notification, if the topic rejects with a `producer.…` code: another one refused it for good */
export async function publishPrepared(message: Prepared, topic: Pick<Topic, 'publish'>): Promise<Published> {
  try {
    const { messageId } = await topic.publish(message);
    return { id: message.notification.id, messageId };
  } catch (error) {
    throw isUnconfirmed(error) ? new PublishError(error, message.notification) : error;
  }
}

const isUnconfirmed = (error: unknown): error is CodedError =>
  error instanceof CodedError && error.code.startsWith('producer.');

/** One result for each entry, in order. With `atomic`, throws and sends nothing if any entry is invalid. */
export async function publishMany(
  entries: readonly unknown[],
  { atomic = false }: BatchOptions,
  settings: Settings,
  { topic, sleep }: { readonly topic: Topic; readonly sleep: Sleep },
): Promise<readonly EntryResult[]> {
  const preparations = entries.map((entry) => prepare(entry, settings));
  if (atomic) assertAllPrepared(preparations);
  const messages = preparations.flatMap((preparation) => (preparation.ok ? [preparation.prepared] : []));
  const answers = (await publishAll(messages, topic, sleep)).values();
  return preparations.map((preparation) =>
    preparation.ok
      ? sentResult(answers.next().value as TopicAnswer, preparation.prepared)
      : refusedResult(preparation.given, preparation.faults),
  );
}

/** Throws every fault of every entry, the entry's index first in its path. */
function assertAllPrepared(preparations: readonly Preparation[]): void {
  const faults = preparations.flatMap((preparation, index) =>
    preparation.ok ? [] : preparation.faults.map(within(index)),
  );
  if (faults.length === 0) return;
  const invalidCount = preparations.filter(({ ok }) => !ok).length;
  throw invalid(`${invalidCount} of ${preparations.length} notifications are invalid`, faults);
}

const within =
  (index: number) =>
  (fault: Fault): Fault => ({ ...fault, path: `/${index}${fault.path}` });
