import type { Position } from '../../domain/import/line-scanner';
import { rejectedLine } from '../../domain/import/rejected-line';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { messageBytes } from '../../domain/notification/message-size';
import { MAX_MESSAGE_BYTES } from '../../domain/notification/notification';
import type { Clock } from '../../ports/clock';
import type { Topic, TopicAnswer } from '../../ports/topic';
import type { Prepared } from '../../producer/prepare';
import { publishAll, type Sleep } from '../../producer/publish-all';
import type { JudgedLine } from './judge-line';

export interface LineCounts {
  /** Without blank ones. */
  readonly read: number;
  /** Accepted by the topic, also if the ledger knows them already. */
  readonly published: number;
  readonly rejected: number;
}

/** A part of a file whose lines all have their result: its end is a place to continue at. */
export interface Window {
  readonly end: Position;
  readonly isLast: boolean;
  readonly counts: LineCounts;
  /** Rejected lines as NDJSON, with a line break each. */
  readonly rejected: string;
}

export interface WindowPorts {
  /** @default none: a dry run, which publishes nothing */
  readonly topic?: Topic | undefined;
  readonly sleep: Sleep;
  readonly clock: Clock;
  /** @default those of a function */
  readonly limits?: WindowLimits | undefined;
}

export interface WindowLimits {
  /** Lines that wait for one call of `publishAll`: few enough to hold, even if each has the maximal size. */
  readonly groupLines: number;
  readonly groupBytes: number;
  /** A window ends after this time, so that the result shows progress and a crash repeats little. */
  readonly milliseconds: number;
  readonly lines: number;
  readonly rejectedCharacters: number;
}

const LIMITS: WindowLimits = {
  groupLines: 200,
  groupBytes: 4 * MAX_MESSAGE_BYTES,
  milliseconds: 5_000,
  lines: 50_000,
  rejectedCharacters: 2_000_000,
};

/**
 * Publishes the valid lines of the next window, and collects the rejected ones.
 *
 * @throws CodedError of the topic if a line could not be published for a reason that is not the line's. A caller that tries
 *   again begins with the same window: ids are derived, and the ledger deduplicates
 */
export async function importWindow(
  lines: AsyncIterator<JudgedLine>,
  from: Position,
  ports: WindowPorts,
): Promise<Window> {
  const { clock, limits = LIMITS } = ports;
  const began = clock.now().getTime();
  let [end, isLast, rejected] = [from, false, ''];
  let counts: LineCounts = { read: 0, published: 0, rejected: 0 };
  const isOver = () =>
    isLast ||
    counts.read >= limits.lines ||
    rejected.length >= limits.rejectedCharacters ||
    clock.now().getTime() - began >= limits.milliseconds;
  do {
    const group = await nextGroup(lines, limits);
    const judged = await published(group.lines, ports);
    isLast = group.isLast;
    for (const line of judged) {
      end = { offset: line.end, line: line.next };
      counts = counted(counts, line);
      if (line.kind === 'rejected') rejected += rejectedLine(line.number, line.faults);
    }
  } while (!isOver());
  return { end, isLast, counts, rejected };
}

async function nextGroup(
  lines: AsyncIterator<JudgedLine>,
  { groupLines, groupBytes }: WindowLimits,
): Promise<{ lines: JudgedLine[]; isLast: boolean }> {
  const group: JudgedLine[] = [];
  for (let bytes = 0; group.length < groupLines && bytes < groupBytes; ) {
    const { value, done } = await lines.next();
    if (done) return { lines: group, isLast: true };
    group.push(value);
    if (value.kind === 'valid') bytes += messageBytes(value.message);
  }
  return { lines: group, isLast: false };
}

/** The lines in their order, those that the topic refused as rejected ones. */
async function published(group: readonly JudgedLine[], { topic, sleep }: WindowPorts): Promise<readonly JudgedLine[]> {
  if (topic === undefined) return group;
  const messages: Prepared[] = group.flatMap((line) => (line.kind === 'valid' ? [line.message] : []));
  const answers = (await publishAll(messages, topic, sleep)).values();
  return group.map((line) => (line.kind === 'valid' ? answered(line, answers.next().value as TopicAnswer) : line));
}

/** An entry that SNS refuses as the sender's fault is refused again; any other failure is not the line's. */
function answered(line: JudgedLine & { readonly kind: 'valid' }, answer: TopicAnswer): JudgedLine {
  if (answer.status === 'published') return line;
  const { code, message, retryable } = answer;
  if (code !== 'producer.entry_refused' || retryable)
    throw new CodedError(code, message, 'the run continues by itself');
  const { number, end, next } = line;
  return { number, end, next, kind: 'rejected', faults: [{ code, path: '', message: 'SNS refused the notification' }] };
}

function counted({ read, published, rejected }: LineCounts, { kind }: JudgedLine): LineCounts {
  if (kind === 'blank') return { read, published, rejected };
  const isValid = kind === 'valid';
  return { read: read + 1, published: published + (isValid ? 1 : 0), rejected: rejected + (isValid ? 0 : 1) };
}

export const sumOf = (one: LineCounts, other: LineCounts): LineCounts => ({
  read: one.read + other.read,
  published: one.published + other.published,
  rejected: one.rejected + other.rejected,
});
