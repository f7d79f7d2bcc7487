import { channels } from '../../../handlers';
import type { Delivery, DeliveryState } from '../../../shared/domain/delivery/claim';
import type { NamedHistory } from '../../../shared/operations/status/read-history';
import { statusDocument as documentOf } from '../../../shared/operations/status/status-document';
import {
  aDelivery,
  anAttempt,
  event,
  history,
  id,
  notification,
  refusal,
  webhook,
} from '../../../shared/operations/status/testing/a-history';
import { formatHeading, formatStanding } from './format-status';
import { formatTimeline } from './format-timeline';

const statusDocument = (history: NamedHistory, withBody: boolean) => documentOf(history, { channels, withBody });

describe('the timeline', () => {
  test('has acceptance and every attempt in the order of time, relative to acceptance', () => {
    expect(formatTimeline(history).join('\n')).toBe(
      `
2026-11-23T09:30:00.100Z       -0.1 s  email    ada@example.com                attempt 1 delivered in 85 ms
2026-11-23T09:30:00.200Z       +0.0 s  accepted
2026-11-23T09:30:00.310Z       +0.1 s  webhook  ep_01m83vvae0dxk8dr745633ez6j  attempt 1 failed in 12 ms: HTTP 503
2026-11-23T09:30:05.900Z       +5.7 s  webhook  ep_01m83vvae0dxk8dr745633ez6j  attempt 2 delivered in 9 ms: HTTP 204`.trim(),
    );
  });

  test('shows the time of each phase of an exchange, as far as it got', () => {
    const timings = { dns: 3, connect: 10, tls: 22, firstByte: 480, total: 520 };
    const attempts = [
      anAttempt({ outcome: 'retry', reason: 'HTTP 503', durationMs: 521, exchange: { status: 503, timings } }),
      anAttempt({
        n: 2,
        outcome: 'retry',
        reason: 'name resolution failed: ENOTFOUND',
        exchange: { timings: { total: 3 } },
      }),
      anAttempt({
        n: 3,
        reason: 'HTTP 204',
        durationMs: 9,
        exchange: { status: 204, timings: { firstByte: 8, total: 9 } },
      }),
    ];
    const lines = formatTimeline({ deliveries: [aDelivery({ attempts })] });
    expect(lines.map((line) => line.slice(line.indexOf('attempt')))).toEqual([
      'attempt 1 failed in 521 ms (DNS 3, connect 10, TLS 22, first byte 480): HTTP 503',
      'attempt 2 failed in 85 ms: name resolution failed: ENOTFOUND',
      'attempt 3 delivered in 9 ms (first byte 8): HTTP 204',
    ]);
  });

  test('has every fault of a refusal on its own line, and starts at the first known event', () => {
    expect(formatTimeline({ deliveries: [refusal] }).join('\n')).toBe(
      `
2026-11-23T09:30:00.100Z       +0.0 s  audit                                   rejected
                                         notification.time.malformed at '/time': time is "a; b ", expected a timestamp
                                         notification.data.missing at '/data': data is missing
                                         and 3 more`.trim(),
    );
  });

  test('has later reports of the mail service', () => {
    const feedback = {
      state: 'bounced',
      at: '2026-11-23T09:31:00.200Z',
      reason: 'permanent bounce: 550\nunknown',
    } as const;
    const bounced = aDelivery({ state: 'bounced', feedback, attempts: [] });
    expect(formatTimeline({ event, deliveries: [bounced] }).at(-1)).toBe(
      '2026-11-23T09:31:00.200Z   +1 min 0 s  email    ada@example.com                bounced, says the mail service: permanent bounce: 550 unknown',
    );
    expect(statusDocument({ id, deliveries: [bounced] }, false)).toMatchObject({ deliveries: [{ feedback }] });
  });

  test('has as a note a reply to a delivered mail, and a bounce only once', () => {
    const feedback = { state: 'delivered', at: '2026-11-23T09:31:00.200Z', reason: '250 ok' } as const;
    const returned = { at: '2026-11-23T09:32:00.200Z', reason: 'transient bounce, General' };
    const noted = aDelivery({ state: 'delivered', feedback, returned, attempts: [] });
    expect(formatTimeline({ event, deliveries: [noted] }).at(-1)).toMatch(
      /ada@example\.com +a reply came back, perhaps an out-of-office note, says the mail service: transient bounce, General$/,
    );
    expect(statusDocument({ id, deliveries: [noted] }, false)).toMatchObject({ deliveries: [{ feedback, returned }] });
    const bounce = { ...returned, state: 'bounced', transient: true } as const;
    const bounced = aDelivery({ state: 'bounced', feedback: bounce, returned, attempts: [] });
    expect(formatTimeline({ event, deliveries: [bounced] })).toHaveLength(2);
  });

  test('shows only the reason of a delivery that was suppressed before any attempt', () => {
    const attempts = [anAttempt({ outcome: 'suppressed', durationMs: 0, reason: 'no endpoint of tenant demo' })];
    const suppressed = aDelivery({ channel: 'webhook', target: '', state: 'suppressed', attempts });
    expect(formatTimeline({ deliveries: [suppressed] })).toEqual([
      '2026-11-23T09:30:00.100Z       +0.0 s  webhook                                 suppressed: no endpoint of tenant demo',
    ]);
  });

  test('shows only the reason of a delivery that was given up without an attempt', () => {
    const attempts = [anAttempt({ outcome: 'failed', reason: 'every turn is taken' })];
    const given = aDelivery({ channel: 'webhook', target: 'ep_1', state: 'failed', attempts });
    expect(formatTimeline({ deliveries: [given] })).toEqual([
      expect.stringMatching(/webhook +ep_1 +given up: every turn is taken$/),
    ]);
  });
});

describe('how it stands', () => {
  const now = new Date('2026-11-23T09:30:10Z');
  const standingOf = (delivery: Partial<Delivery>): string =>
    formatStanding({ deliveries: [aDelivery(delivery)] }, now).replace(/^now\n {2}email {4}ada@example.com +/, '');

  test.each<[DeliveryState, string]>([
    ['delivered', 'delivered'],
    ['suppressed', 'suppressed: deliberately not sent'],
    [
      'rejected',
      "rejected: another attempt would fail the same way; the message is in the channel's dead-letter queue",
    ],
    ['failed', "failed: attempt 2 was the last; the message is in the channel's dead-letter queue"],
    [
      'retrying',
      'retrying: attempt 2 failed, attempt 3 has no message: the orphan scan sends one in six hours or more, a replay at once',
    ],
  ])('%s is told in plain words', (state, expected) => {
    expect(standingOf({ state, attempted: 2 })).toBe(expected);
  });

  test.each<DeliveryState>(['failed', 'rejected'])('%s is told apart where its address was erased since', (state) => {
    const target = `${'0'.repeat(64)}@erased.invalid`;
    expect(standingOf({ state, target })).toMatch(
      new RegExp(`${state}: its address was erased since, so it is never delivered$`),
    );
  });

  test('a delivery that was only deferred so far has no failed attempt', () => {
    const deferred = { state: 'retrying', attempted: 0, dueAt: '2026-11-23T10:30:00.000Z', attempts: [] } as const;
    expect(standingOf(deferred)).toMatch(/^retrying: no attempt yet, attempt 1 waits for a rate or an open circuit;/);
  });

  test('a conflict is distinguished from the state of the first publication', () => {
    const reason = "notification.id.conflict at '/id': id 01M was accepted before with other content at /data";
    const attempts = [anAttempt({ outcome: 'rejected', durationMs: 0, reason })];
    const conflict = aDelivery({ channel: 'audit', target: 'conflict', state: 'rejected', attempts });
    expect(
      formatStanding({ event, deliveries: [aDelivery(), webhook, conflict] }, now)
        .split('\n')
        .at(-1),
    ).toMatch(
      /^ {2}audit +conflict +conflict: different content with this id was refused; it is in the channel's dead-letter queue$/,
    );
  });

  const [past, soon, later] = ['2026-11-23T09:30:09.000Z', '2026-11-23T09:35:00.000Z', '2026-11-23T15:35:10.000Z'];
  test.each<[string, Partial<Delivery>, string]>([
    ['before its time', { notBefore: soon, dueAt: later }, `is due from ${soon} on`],
    [
      'when its time has come',
      { notBefore: past, dueAt: later },
      `waits for a rate or an open circuit; the sweeper sends it at ${later} at the latest`,
    ],
    [
      'with a wait of seconds',
      { dueAt: later },
      `waits for a rate or an open circuit; the sweeper sends it at ${later} at the latest`,
    ],
    ['when the sweeper is late', { dueAt: past }, `was due at ${past}: the sweeper sends it within minutes`],
  ])('the next attempt is told with its time %s', (_, wait, expected) => {
    expect(standingOf({ ...wait, state: 'retrying' })).toBe(`retrying: attempt 1 failed, attempt 2 ${expected}`);
  });

  test.each([
    [
      '2026-11-23T09:30:30.000Z',
      'being attempted until 2026-11-23T09:30:30.000Z, or interrupted: SQS returns the message then',
    ],
    [
      '2026-11-23T09:30:10.000Z',
      'interrupted: its claim ended at 2026-11-23T09:30:10.000Z, SQS returns the message or dead-letters it',
    ],
  ])('a claim until %s is told with what it may mean', (leaseUntil, expected) => {
    expect(standingOf({ state: 'claimed', leaseUntil })).toBe(expected);
  });

  test('names channels that have recorded nothing yet', () => {
    expect(formatStanding({ event, deliveries: [aDelivery()] }, now)).toBe(
      `
now
  email    ada@example.com                delivered
  webhook                                 nothing is recorded yet`.trim(),
    );
  });

  test('says that no other channel is reached', () => {
    const audited = { ...event, text: JSON.stringify({ ...notification, channels: 'audit' }) };
    expect(formatStanding({ event: audited, deliveries: [] }, now)).toBe(
      'now\n  accepted; it reaches no other channel',
    );
  });
});

describe('a refusal that was mended', () => {
  const now = new Date('2026-11-23T09:30:10Z');
  const noted = aDelivery({ ...refusal, channel: 'email' });
  const mended = aDelivery({ attempts: [anAttempt({ at: '2026-11-23T09:30:05.000Z' })] });
  const linesOf = (...deliveries: Delivery[]) => formatStanding({ deliveries }, now).split('\n').slice(1);
  const documentsOf = (...deliveries: Delivery[]) => statusDocument({ id, deliveries }, false);

  test('is in the timeline, not in the present state', () => {
    expect(linesOf(noted, mended)).toEqual(['  email    ada@example.com                delivered']);
    expect(formatTimeline({ deliveries: [noted, mended] })).toHaveLength(2);
    expect(documentsOf(noted, mended)).toMatchObject({ deliveries: [{ superseded: true }, { state: 'delivered' }] });
  });

  test('is shown beside a later conflict', () => {
    const attempts = [anAttempt({ at: '2026-11-23T09:30:05.000Z', outcome: 'rejected', durationMs: 0 })];
    const conflict = aDelivery({ channel: 'audit', target: 'conflict', state: 'rejected', attempts });
    expect(linesOf({ ...refusal, channel: 'audit' }, conflict)).toHaveLength(2);
    expect(JSON.stringify(documentsOf({ ...refusal, channel: 'audit' }, conflict))).not.toContain('superseded');
  });

  test('and of which only a conflict is left, for its record has expired, is settled', () => {
    const conflict = aDelivery({ channel: 'audit', target: 'conflict', state: 'rejected' });
    expect(documentsOf(conflict)).toMatchObject({ settled: true });
  });

  test.each<[string, Partial<Delivery>]>([
    ['is being attempted', { state: 'claimed', attempts: [], leaseUntil: '2026-11-23T09:30:40.000Z' }],
    ['waits in the ledger', { state: 'retrying', attempts: [], dueAt: '2026-11-23T10:30:00.000Z' }],
  ])('is superseded by what %s', (_, delivery) => {
    expect(linesOf(noted, aDelivery(delivery))).toHaveLength(1);
  });

  test.each<[string, Delivery]>([
    ['came before it', aDelivery({ attempts: [anAttempt({ at: '2026-11-23T09:30:00.000Z' })] })],
    ["is another channel's", { ...mended, channel: 'webhook' }],
    ['was deferred', aDelivery({ state: 'retrying', attempts: [] })],
  ])('stands beside what %s', (_, delivery) => {
    expect(linesOf(noted, delivery)).toHaveLength(2);
    expect(JSON.stringify(documentsOf(noted, delivery))).not.toContain('superseded');
  });
});

describe('a refusal of a message that claims the id, and is not of its owner', () => {
  const now = new Date('2026-11-23T09:30:10Z');
  const foreign = {
    ...refusal,
    channel: 'webhook',
    tenant: 'other',
    attempts: [{ ...refusal.attempts[0], reason: 'x' }],
  };
  const unread = { ...foreign, tenant: '?' };
  const own = aDelivery({ channel: 'webhook', target: '', state: 'suppressed' });
  const deliveries = [aDelivery(), foreign, unread] as Delivery[];

  test('is marked in the timeline, with the tenant that it claims', () => {
    const lines = formatTimeline({ event, deliveries }).map((line) => line.replace(/ +/g, ' '));
    expect(lines.slice(1, 3)).toEqual([
      '2026-11-23T09:30:00.100Z -0.1 s webhook rejected, unowned: the message claims to be of tenant other: x',
      '2026-11-23T09:30:00.100Z -0.1 s webhook rejected, unowned: the message names no tenant: x',
    ]);
  });

  test('is not how the notification stands: what the owner waits for is still awaited', () => {
    expect(formatStanding({ event, deliveries }, now).replace(/ +/g, ' ')).toBe(
      'now\n email ada@example.com delivered\n webhook nothing is recorded yet',
    );
    expect(formatStanding({ event, deliveries: [...deliveries, own] }, now)).toContain('suppressed');
  });

  test('does not make the id its own while nothing is accepted', () => {
    expect(formatHeading({ id, deliveries })).toBe(`${id}  of tenant demo, not accepted yet`);
    expect(formatHeading({ id, deliveries: deliveries.slice(1) })).toBe(`${id}  of an unknown tenant, refused`);
  });
});

test.each([
  [history, `order.shipped  ${id}  of tenant demo`],
  [{ id, deliveries: [refusal] }, `${id}  of tenant demo, refused`],
  [{ id: 'a1b2', deliveries: [{ ...refusal, tenant: '?' }] }, 'a1b2  of an unknown tenant, refused'],
  [{ id, deliveries: [aDelivery()] }, `${id}  of tenant demo, not accepted yet`],
])('the heading says what it is and whose', (named, expected) => {
  expect(formatHeading(named)).toBe(expected);
});
