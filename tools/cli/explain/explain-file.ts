import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { createProducer, type Entry, type Explanation, type Producer, type Topic } from '../../../shared/producer';
import { entryFaults, faultsOfText, invalidEntries } from '../input/invalid-entries';
import { type InputEntry, parseEntries } from '../input/parse-entries';
import { inputName, readInput } from '../input/read-input';
import { requireCurrentValidators } from '../input/require-current-validators';
import { warnOfUnknownTypes } from '../input/warn-of-unknown-types';
import type { ExplainOptions } from '../options';
import { unknownTypesHere } from '../stack/unknown-types-of';
import { table } from '../table';
import type { Terminal } from '../terminal';

/** @throws CodedError as reading the input does; `notification.invalid` with every fault of every entry */
export async function explainFile(file: string, options: ExplainOptions, terminal: Terminal): Promise<void> {
  requireCurrentValidators();
  const { source, tenant, json } = options;
  const entries = parseEntries(await readInput(file, terminal), inputName(file));
  const unknownTypes = unknownTypesHere(options.outputs, terminal);
  const producer = createProducer({
    topicArn: '',
    source,
    topic: NO_TOPIC,
    unknownTypes,
    ...(tenant !== undefined && { tenant }),
  });
  warnOfUnknownTypes(entries, unknownTypes, terminal);
  const explained = explainEntries(entries, producer);
  terminal.print(json ? explained.map((one) => JSON.stringify(one)).join('\n') : explained.map(format).join('\n\n'));
}

/** Explaining needs none. */
const NO_TOPIC: Topic = {
  publish: async () => Promise.reject(new Error('explain publishes nothing')),
  publishBatch: async () => [],
};

export interface ExplainedEntry {
  readonly line?: number;
  readonly id?: string;
  readonly type: string;
  readonly channels: readonly Explanation[];
}

/** @throws CodedError `notification.invalid` with every fault of every entry */
export function explainEntries(
  entries: readonly InputEntry[],
  producer: Pick<Producer, 'explain'>,
): readonly ExplainedEntry[] {
  const faults = faultsOfText(entries);
  const explained = entries.flatMap((entry, index) => {
    try {
      return [explainEntry(entry, producer)];
    } catch (error) {
      const found = entryFaults(error, false);
      if (found === undefined) throw error;
      faults.push(...found.map(({ fault }) => ({ index, fault })));
      return [];
    }
  });
  if (faults.length > 0) throw invalidEntries(entries, faults);
  return explained;
}

function explainEntry({ line, value }: InputEntry, producer: Pick<Producer, 'explain'>): ExplainedEntry {
  const channels = producer.explain(value as Entry);
  const { id, type } = isObject(value) ? value : {};
  return {
    ...(line !== undefined && { line }),
    ...(typeof id === 'string' && { id }),
    type: String(type),
    channels,
  };
}

function format({ line, id, type, channels }: ExplainedEntry): string {
  const heading = [line === undefined ? '' : `line ${line}`, type, id ?? ''].filter((part) => part !== '').join('  ');
  return `${heading}\n${table(channels.map(({ channel, reached, why }) => [reached ? '  ✓' : '  ✗', channel, why]))}`;
}
