import type { Attempt, Delivery, Returned } from '../../../shared/domain/delivery/claim';
import type { Exchange, ExchangeTimings } from '../../../shared/domain/delivery/exchange';
import type { NotificationHistory } from '../../../shared/ports/ledger';
import { UNKNOWN_TENANT } from '../../../shared/runtime/examine';
import { ownerOf } from './owner';
import { relativeTime } from './relative-time';

/** Fixed, so that lines that come later stand below the earlier ones. An endpoint's id has 29 characters. */
const CHANNEL_WIDTH = 8;
const TARGET_WIDTH = 30;

export interface TimelineEvent {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly lines: readonly string[];
}

/** What happened, oldest first. */
export function timeline(history: NotificationHistory): readonly TimelineEvent[] {
  const { event, deliveries } = history;
  const owner = ownerOf(history);
  const accepted = event ? [{ at: event.acceptedAt, lines: ['accepted'] }] : [];
  const attempts = deliveries.flatMap((delivery) =>
    delivery.attempts.map((attempt) => attemptEvent(delivery, attempt, owner)),
  );
  const feedback = deliveries.flatMap(feedbackEvents);
  return [...accepted, ...attempts, ...feedback].toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

function attemptEvent(delivery: Delivery, attempt: Attempt, owner: string | undefined): TimelineEvent {
  const [first = '', ...others] = reasonLines(attempt.reason);
  const claim = delivery.tenant === owner ? '' : `, unowned: ${claimOf(delivery)}`;
  const what = `${result(attempt)}${claim}${first === '' || others.length > 0 ? '' : `: ${first}`}`;
  const details = others.length > 0 ? [first, ...others] : [];
  return { at: attempt.at, lines: [`${deliveryName(delivery)}${what}`, ...details] };
}

const claimOf = ({ tenant }: Delivery): string =>
  tenant === UNKNOWN_TENANT ? 'the message names no tenant' : `the message claims to be of tenant ${tenant}`;

const feedbackEvents = (delivery: Delivery): TimelineEvent[] => {
  const { feedback, returned } = delivery;
  const said = ({ at, reason }: Returned, what: string): TimelineEvent => ({
    at,
    lines: [`${deliveryName(delivery)}${what}, says the mail service: ${reasonLines(reason).join(' ')}`],
  });
  const isToldAlready = feedback?.transient === true && returned?.at === feedback.at;
  return [
    ...(feedback ? [said(feedback, feedback.state)] : []),
    ...(returned && !isToldAlready ? [said(returned, 'something came back, perhaps an absence note')] : []),
  ];
};

/** Channel and target, in columns. */
export const deliveryName = ({ channel, target }: Pick<Delivery, 'channel' | 'target'>): string =>
  `${channel.padEnd(CHANNEL_WIDTH)} ${target.padEnd(TARGET_WIDTH)} `;

/** A line that belongs to the delivery above it. */
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

/** What was refused, left out or given up before anything was attempted took no time. */
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

/** Where the time went; the parts that did not end are not there. */
function parts({ timings }: Exchange): string {
  const known = PARTS.flatMap(([part, name]) => (timings[part] === undefined ? [] : [`${name} ${timings[part]}`]));
  return known.length > 0 ? ` (${known.join(', ')})` : '';
}

/** A refusal lists its faults as `code at '/path': message`, separated by semicolons. */
export const reasonLines = (reason = ''): readonly string[] =>
  reason
    .split(/; (?=[\w.-]+ at '[^']*': |and \d+ more$)/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');

/** The event as text: time, time since `start`, and what happened, further lines indented. */
export function formatEvent({ at, lines: [first = '', ...others] }: TimelineEvent, start: string): string {
  const prefix = `${new Date(at).toISOString()}  ${relativeTime(start, at).padStart(11)}  `;
  return [`${prefix}${first}`, ...others.map((line) => `${' '.repeat(prefix.length)}  ${line}`)].join('\n');
}
