import { SNSClient } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { Clock } from '../../../shared/ports/clock';
import { createProducer, type Entry, type EntryResult, type Producer, PublishError } from '../../../shared/producer';
import { explainEntries } from '../explain/explain-file';
import { entryFaults, faultsOfText, invalidEntries } from '../input/invalid-entries';
import { type InputEntry, parseEntries } from '../input/parse-entries';
import { inputName, readInput } from '../input/read-input';
import { requireCurrentValidators } from '../input/require-current-validators';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { PublishOptions } from '../options';
import { connectStack } from '../stack/connect-stack';
import { unknownTypesOf } from '../stack/unknown-types-of';
import type { Terminal } from '../terminal';
import { formatResults, type LineResult } from './format-results';

/**
 * @throws CodedError `cli.not_published` when some of several were not, as their results say; else as reading the input,
 * connecting to the stack and the SDK do
 */
export async function publishFile(file: string, options: PublishOptions, terminal: Terminal): Promise<void> {
  requireCurrentValidators();
  const entries = parseEntries(await readInput(file, terminal), inputName(file)).map(identify(options, terminal.clock));
  const { outputs, clientConfig } = await connectStack(options.outputs, terminal);
  const { source, tenant } = options;
  const client = new SNSClient(clientConfig);
  const unknownTypes = unknownTypesOf(outputs);
  const producer = createProducer({
    topicArn: outputs.topic_arn,
    source,
    client,
    unknownTypes,
    ...(tenant !== undefined && { tenant }),
  });
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const results = await publishEntries(entries, producer);
  terminal.print(formatResults(results, options));
  throwWhenFailed(results);
}

/**
 * Id and time, where they are missing: an error can name them then. The id of what has an idempotency key follows from
 * that; published as new, it is another notification, and has no key.
 */
export const identify =
  ({ asNew = false }: Pick<PublishOptions, 'asNew'>, clock: Clock) =>
  (entry: InputEntry): InputEntry => {
    if (!isObject(entry.value)) return entry;
    const time = clock.now().toISOString();
    const isKeyed = isString((entry.value as Record<string, unknown>).idempotencykey) && !asNew;
    const identity = { ...(!isKeyed && { id: ulid(clock.now().getTime()) }), time };
    return {
      ...entry,
      value: { ...identity, ...entry.value, ...(asNew && { ...identity, idempotencykey: undefined }) },
    };
  };

const isString = (value: unknown): boolean => typeof value === 'string';

/** @throws CodedError `notification.invalid` with every fault of every entry; of the SDK when a single one fails */
export async function publishEntries(
  entries: readonly InputEntry[],
  producer: Pick<Producer, 'explain' | 'publishNotification' | 'publishBatch'>,
): Promise<readonly LineResult[]> {
  // The SDK sees the values alone and would send them: explaining throws, with what it finds besides.
  if (faultsOfText(entries).length > 0) explainEntries(entries, producer);
  const isBatch = entries.length > 1;
  try {
    const results = isBatch
      ? await producer.publishBatch(
          entries.map(({ value }) => value as Entry),
          { atomic: true },
        )
      : [await publishOne(entries[0]?.value, producer)];
    return results.map((result, index) => ({ ...lineOf(entries[index]), ...result }));
  } catch (error) {
    const faults = entryFaults(error, isBatch);
    throw faults ? invalidEntries(entries, faults) : error;
  }
}

async function publishOne(value: unknown, producer: Pick<Producer, 'publishNotification'>): Promise<EntryResult> {
  try {
    const { id, messageId } = await producer.publishNotification(value as Entry);
    return { id, status: 'published', messageId };
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    const { id, time } = error.notification;
    const fix = error.fix.replace('the same id and time', `id ${id} and time ${time}`);
    throw new PublishError(new CodedError(error.code, error.message, fix), error.notification);
  }
}

const lineOf = (entry: InputEntry | undefined) => (entry?.line === undefined ? {} : { line: entry.line });

export function throwWhenFailed(results: readonly LineResult[]): void {
  const failed = results.filter(({ status }) => status !== 'published');
  if (failed.length === 0) return;
  throw new CodedError(
    'cli.not_published',
    `${failed.length} of ${results.length} notifications were not published`,
    'mend what their results name and publish those again, not the whole input: what has no id would be published twice',
  );
}
