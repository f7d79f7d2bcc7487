import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Topic, TopicAnswer } from '../../ports/topic';
import type { Prepared } from '../../producer/prepare';
import type { EntryResult } from '../../producer/producer';
import { publishAll, type Sleep } from '../../producer/publish-all';
import { publishPrepared } from '../../producer/publish-entries';
import { PublishError } from '../../producer/publish-error';
import { sentResult } from '../../producer/results';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';
import type { InputEntry } from '../entries/parse-entries';
import { prepareEntries } from '../entries/prepare-entries';
import { identify } from './identify';
import { type ReusedKeyPorts, refuseReusedKeys } from './refuse-reused-keys';

export interface PublishRequest extends EntryDefaults {
  readonly entries: readonly InputEntry[];
  /** Publish each entry as another notification: with a new id and time, and without idempotency key. @default false */
  readonly asNew?: boolean | undefined;
}

export interface PublishPorts extends EntryPorts {
  readonly topic: Topic;
  /** Waits between the tries of a batch. */
  readonly sleep: Sleep;
}

/** With it, keys that were used for other content are refused. @default none: the caller may not read the ledger */
type MayRefuseReusedKeys = Partial<ReusedKeyPorts>;

/** Result of one entry, with its line if the input is NDJSON. */
export type LineResult = EntryResult & { readonly line?: number };

/**
 * Publishes one or more notifications. Checks all before it sends any. Adds missing ids and times.
 *
 * @returns the result of each entry, in order; some of several may have failed
 * @throws CodedError `notification.invalid` with every fault of every entry; with `contents`, `notification.id.conflict`
 * @throws PublishError `producer.…` if a single notification fails; its fix names the id and time to publish again
 */
export async function publishEntries(
  request: PublishRequest,
  ports: PublishPorts & MayRefuseReusedKeys,
): Promise<readonly LineResult[]> {
  const entries = request.entries.map(identify(request, ports.clock));
  const messages = prepareEntries(entries, entrySettings(request, ports));
  if (ports.contents) await refuseReusedKeys(messages, { contents: ports.contents });
  const [first, ...others] = messages;
  const results =
    first === undefined || others.length > 0
      ? await publishSeveral(messages, ports)
      : [await publishOne(first, ports.topic)];
  return results.map((result, n) => ({ ...lineOf(entries[n]), ...result }));
}

async function publishSeveral(messages: readonly Prepared[], { topic, sleep }: PublishPorts): Promise<EntryResult[]> {
  const answers = await publishAll(messages, topic, sleep);
  return messages.map((message, n) => sentResult(answers[n] as TopicAnswer, message));
}

async function publishOne(message: Prepared, topic: Topic): Promise<EntryResult> {
  try {
    const { id, messageId } = await publishPrepared(message, topic);
    return { id, status: 'published', messageId };
  } catch (error) {
    throw error instanceof PublishError ? namingIdentity(error) : error;
  }
}

function namingIdentity({ code, message, fix, notification }: PublishError): PublishError {
  const { id, time } = notification;
  const named = fix.replace('the same id and time', `id ${id} and time ${time}`);
  return new PublishError(new CodedError(code, message, named), notification);
}

const lineOf = (entry: InputEntry | undefined) => (entry?.line === undefined ? {} : { line: entry.line });
