import type { Attempt, Delivery } from '../../../shared/domain/delivery/claim';
import type { Exchange, ExchangeTimings } from '../../../shared/domain/delivery/exchange';
import { type TimelineEvent, timeline } from '../../../shared/operations/status/timeline';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { UNKNOWN_TENANT } from '../../../shared/runtime/examine';
import { relativeTime } from './relative-time';

/** Fixed widths, because `--watch` prints lines one by one. An endpoint's id has 29 characters. */
const CHANNEL_WIDTH = 8;
const TARGET_WIDTH = 30;

/** One line per event, oldest first. Times are relative to acceptance, else to the first event. */
export function formatTimeline(history: NotificationHistory): readonly string[] {
  const events = timeline(history);
  const start = history.event?.acceptedAt ?? events[0]?.at ?? '';
  return events.map((event) => formatEvent(event, start));
}

/** Time, time since `start`, and the event; further lines are indented. */
function formatEvent(event: TimelineEvent, start: string): string {
  const [first = '', ...others] = linesOf(event);
  const prefix = `${new Date(event.at).toISOString()}  ${relativeTime(start, event.at).padStart(11)}  `;
  return [`${prefix}${first}`, ...others.map((line) => `${' '.repeat(prefix.length)}  ${line}`)].join('\n');
}

function linesOf(event: TimelineEvent): readonly string[] {
  switch (event.kind) {
    case 'accepted':
      return ['accepted'];
    case 'attempt':
      return attemptLines(event);
    case 'feedback':
      return [reported(event.delivery, event.feedback.state, event.feedback.reason)];
    case 'returned':
      return [reported(event.delivery, 'a reply came back, perhaps an out-of-office note', event.returned.reason)];
  }
}

function attemptLines({ delivery, attempt, isUnowned }: TimelineEvent & { readonly kind: 'attempt' }): string[] {
  const [first = '', ...others] = reasonLines(attempt.reason);
  const claim = isUnowned ? `, unowned: ${claimOf(delivery)}` : '';
  const what = `${result(attempt)}${claim}${first === '' || others.length > 0 ? '' : `: ${first}`}`;
  const details = others.length > 0 ? [first, ...others] : [];
  return [`${deliveryName(delivery)}${what}`, ...details];
}

const claimOf = ({ tenant }: Delivery): string =>
  tenant === UNKNOWN_TENANT ? 'the message names no tenant' : `the message claims to be of tenant ${tenant}`;

const reported = (delivery: Delivery, what: string, reason: string | undefined): string =>
  `${deliveryName(delivery)}${what}, says the mail service: ${reasonLines(reason).join(' ')}`;

/** Channel and target, in columns. */
export const deliveryName = ({ channel, target }: Pick<Delivery, 'channel' | 'target'>): string =>
  `${channel.padEnd(CHANNEL_WIDTH)} ${target.padEnd(TARGET_WIDTH)} `;

/** An indented line below its delivery. */
export const deliveryDetail = (text: string): string => `${' '.repeat(CHANNEL_WIDTH)}   ${text}`;

const RESULTS: Readonly<Record<Attempt['outcome'], string>> = {
  delivered: 'delivered',
  sent: 'sent',
  suppressed: 'suppressed',
  rejected: 'rejected',
  retry: 'failed',
  failed: 'given up',
  held: 'held',
  deferred: 'deferred',
};

/** A note (refused, left out or given up before any attempt) has no attempt number and no duration. */
function result({ n, outcome, durationMs, exchange }: Attempt): string {
  const isNote =
    outcome === 'failed' ||
    outcome === 'held' ||
    (durationMs === 0 && (outcome === 'suppressed' || outcome === 'rejected'));
  return isNote
    ? RESULTS[outcome]
    : `attempt ${n} ${RESULTS[outcome]} in ${durationMs} ms${exchange ? parts(exchange) : ''}`;
}

const PARTS: readonly (readonly [keyof ExchangeTimings, string])[] = [
  ['dns', 'DNS'],
  ['connect', 'connect'],
  ['tls', 'TLS'],
  ['firstByte', 'first byte'],
];

/** Milliseconds of each phase of the exchange; without phases that did not end. */
function parts({ timings }: Exchange): string {
  const known = PARTS.flatMap(([part, name]) => (timings[part] === undefined ? [] : [`${name} ${timings[part]}`]));
  return known.length > 0 ? ` (${known.join(', ')})` : '';
}

/** A refusal lists its faults as `code at '/path': message`, separated by semicolons. */
const reasonLines = (reason = ''): readonly string[] =>
  reason
    .split(/; (?=[\w.-]+ at '[^']*': |and \d+ more$)/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
