import type { Attempt, DeliveryKey } from '../domain/delivery/claim';
import {
  type DeliveryOutcome,
  deferred,
  delivered,
  reasonOf,
  rejected,
  retry,
  sent,
  suppressed,
} from '../domain/delivery/outcome';
import type { DeliveryLedger } from '../ports/ledger';
import { channelFixture } from '../testing/channel-fixture';
import { aReceived } from '../testing/factories';
import { deliveryMessage } from './message/delivery-message';
import { forAttempt } from './message/for-attempt';
import { forDeadLetter } from './message/for-dead-letter';
import { targetDigest } from './message/target-digest';
import { waitingSince } from './message/waiting-since';
import { passOn } from './pass-on';

const NOW = '2026-11-23T09:30:00.000Z';
const TENANT = 'acme';
const key: DeliveryKey = {
  tenant: TENANT,
  notificationId: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  channel: 'email',
  target: 'ann',
};
const message = deliveryMessage({ tenant: TENANT, target: 'ann', body: '{}', digest: 'd' });
const CLAIM = {
  now: NOW,
  leaseUntil: '2026-11-23T09:31:00.000Z',
  leaseLimit: '2026-11-23T09:32:00.000Z',
};

const attemptOf = (outcome: DeliveryOutcome, n: number): Attempt => {
  const reason = reasonOf(outcome);
  return { n, at: NOW, outcome: outcome.kind, durationMs: 5, ...(reason !== undefined && { reason }) };
};

interface Case {
  readonly n?: number;
  readonly at?: string;
  readonly received?: typeof message;
  readonly messageId?: string;
  readonly retryDelaysSeconds?: readonly number[];
  readonly ledger?: Partial<DeliveryLedger>;
  /** End of the lease under which it was attempted. */
  readonly lease?: string;
  /** Remaining time of the invocation. @default 30 s */
  readonly remainingMs?: number;
}

/** Claims attempt `n`, passes its outcome on, and returns the observable results. */
async function concluded(
  outcome: DeliveryOutcome,
  { n = 1, at = NOW, received, messageId, ledger, lease = CLAIM.leaseUntil, remainingMs = 30_000, ...rest }: Case = {},
) {
  const fixture = channelFixture(rest);
  fixture.clock.set(new Date(at));
  await fixture.ledger.claim(key, { ...CLAIM, attempt: n });
  const queued = received ?? (n === 1 ? message : forAttempt(message, n, TENANT));
  const given = aReceived(queued, messageId === undefined ? {} : { messageId });
  const dependencies = { ...fixture.dependencies, ledger: { ...fixture.ledger, ...ledger } };
  const result = { kind: 'attempted', outcome, attempt: attemptOf(outcome, n), lease } as const;
  const error = await passOn(key, given, result, dependencies, () => remainingMs).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const [delivery] = (await fixture.ledger.history(key.notificationId)).deliveries;
  const { queue, events, log } = fixture;
  const [raised, said] = [events.raised, events.messages()];
  return { sent: queue.sent, deadLetters: queue.deadLetters, raised, said, log, delivery, error };
}

const nothing = { sent: [], deadLetters: [], raised: [], error: undefined };

describe('passOn', () => {
  it.each([delivered('204'), sent('0100'), suppressed('on the list')])(
    'records a completed delivery: %j',
    async (outcome) => {
      const attempts = [attemptOf(outcome, 1)];
      expect(await concluded(outcome)).toMatchObject({
        ...nothing,
        delivery: { state: outcome.kind, attempted: 1, attempts },
      });
    },
  );

  it('sends the next attempt after the scheduled delay, in the group of its target', async () => {
    expect(await concluded(retry('busy'))).toMatchObject({
      ...nothing,
      sent: [
        { message: { ...forAttempt(message, 2, TENANT), groupId: `acme/${targetDigest('ann')}` }, delaySeconds: 5 },
      ],
      delivery: { state: 'retrying', attempted: 1, dueAt: '2026-11-23T15:30:05.000Z' },
    });
  });

  it('honours Retry-After, within bounds', async () => {
    expect(await concluded(retry('busy', 8))).toMatchObject({ sent: [{ delaySeconds: 8 }] });
    expect(await concluded(retry('busy', 8_000))).toMatchObject({ sent: [{ delaySeconds: 10 }] });
  });

  it('parks a delivery that must wait longer than a queue can delay', async () => {
    const result = await concluded(retry('down'), { retryDelaysSeconds: [7_200] });
    expect(result).toMatchObject({
      ...nothing,
      delivery: {
        state: 'retrying',
        attempted: 1,
        dueAt: '2026-11-23T11:30:00.000Z',
        notBefore: '2026-11-23T11:29:50.000Z',
      },
    });
  });

  it('returns the message to SQS when it can be neither parked nor sent', async () => {
    const refused = new Error('throttled');
    const settle = () => Promise.reject(refused);
    const parking = await concluded(retry('down'), { retryDelaysSeconds: [7_200], ledger: { settle } });
    expect(parking).toMatchObject({ ...nothing, error: refused, delivery: { state: 'claimed' } });
  });

  it('dead-letters after the last attempt with the reason, and raises an event without address or reason', async () => {
    const letter = forDeadLetter(message, 'failed: still busy');
    const data = { channel: 'email', state: 'failed', attempts: 3, target: targetDigest('ann') };
    expect(await concluded(retry('still busy'), { n: 3, messageId: 'm-1' })).toMatchObject({
      ...nothing,
      deadLetters: [{ body: letter.body, attributes: letter.attributes }],
      raised: [{ type: 'delivery.failed', tenant: TENANT, subject: key.notificationId, cause: 'm-1', time: NOW, data }],
      delivery: { state: 'failed', attempted: 3 },
    });
  });

  it('makes a redrive wait too while feedback on the last attempt may arrive', async () => {
    const outcome = { ...retry('no answer'), atLeastSeconds: 300 };
    expect(await concluded(outcome, { n: 3 })).toMatchObject({
      sent: [],
      deadLetters: [{}],
      delivery: { state: 'failed', notBefore: '2026-11-23T09:35:00.000Z' },
    });
  });

  it('raises an event with the same id when a crash before the record brings the message back', async () => {
    const ids = async (one: Case) => (await concluded(rejected('no'), one)).said.map(({ text }) => JSON.parse(text).id);
    const first = await ids({ messageId: 'm-1' });
    expect(await ids({ messageId: 'm-1', at: '2026-11-23T09:36:00.000Z' })).toEqual(first);
    expect(await ids({ messageId: 'redriven', at: '2026-11-23T09:36:00.000Z' })).not.toEqual(first);
  });

  it('dead-letters a rejection at once', async () => {
    expect(await concluded(rejected('no such box'))).toMatchObject({
      ...nothing,
      deadLetters: [forDeadLetter(message, 'rejected: no such box')],
      raised: [{ type: 'delivery.failed', data: { state: 'rejected' } }],
      delivery: { state: 'rejected', attempted: 1 },
    });
  });

  it('waits at least as long as the channel needs, whatever the schedule says', async () => {
    const outcome = { ...retry('no answer'), atLeastSeconds: 300 };
    expect(await concluded(outcome)).toMatchObject({ sent: [{ delaySeconds: 300 }] });
  });

  it.each<[string, DeliveryOutcome, Case]>([
    ['is retried', retry('503'), {}],
    ['is retried after a long wait', retry('503'), { retryDelaysSeconds: [7_200] }],
    ['is given up', rejected('no such box'), {}],
    ['waits for its turn', deferred('rate limit', 7), {}],
    ['is suppressed', suppressed('on the list'), {}],
  ])('returns the message of a delivery that %s, if another worker has claimed it', async (_, outcome, one) => {
    const { error, delivery } = await concluded(outcome, { ...one, lease: '2026-11-23T09:29:00.000Z' });
    expect(error).toEqual(new Error('another worker has claimed the delivery since'));
    expect(delivery).toMatchObject({ state: 'claimed', attempted: 0, leaseUntil: CLAIM.leaseUntil });
  });

  it('ends a delivery although its event cannot be raised', async () => {
    const fixture = channelFixture();
    const events = { raise: () => Promise.reject(new Error('no such topic')) };
    await fixture.ledger.claim(key, { ...CLAIM, attempt: 1 });
    const outcome = rejected('gone');
    const lease = CLAIM.leaseUntil;
    const result = { kind: 'attempted', outcome, attempt: attemptOf(outcome, 1), lease } as const;
    await passOn(key, aReceived(message), result, { ...fixture.dependencies, events }, () => 30_000);
    expect((await fixture.ledger.history(key.notificationId)).deliveries).toMatchObject([{ state: 'rejected' }]);
    expect(fixture.log.lines).toMatchObject([{ event: 'event_not_raised', fields: { type: 'delivery.failed' } }]);
  });

  it('retries the record of an effect until the ledger takes it, and logs each failure', async () => {
    let refusals = 3;
    const { ledger } = channelFixture();
    const settle: DeliveryLedger['settle'] = (...given) =>
      refusals-- > 0 ? Promise.reject(new Error('throttled')) : ledger.settle(...given);
    await ledger.claim(key, { ...CLAIM, attempt: 1 });
    const { log } = await concluded(delivered('204'), { ledger: { settle } });
    expect((await ledger.history(key.notificationId)).deliveries).toMatchObject([{ state: 'delivered' }]);
    expect(log.lines.map(({ event }) => event)).toEqual(Array(3).fill('bookkeeping_failed'));
  });

  it.each([
    [1_500, 3],
    [3_000, 5],
    [Number.POSITIVE_INFINITY, 10],
  ])(
    'acknowledges an effect that cannot be recorded: with %d ms left it tries %d times',
    async (remainingMs, tries) => {
      const settle = () => Promise.reject(new Error('throttled'));
      const { error, log } = await concluded(delivered('204'), { ledger: { settle }, remainingMs });
      expect(error).toBeUndefined();
      expect(log.lines).toHaveLength(tries);
      expect(log.lines[0]).toMatchObject({ event: 'bookkeeping_failed', fields: { state: 'delivered' } });
    },
  );
});

describe('passOn of what is deferred', () => {
  it('sends the same attempt again for its turn, and uses up none', async () => {
    expect(await concluded(deferred('rate limit', 12.4), { n: 2 })).toMatchObject({
      ...nothing,
      sent: [{ message: waitingSince(forAttempt(message, 2, TENANT), NOW), delaySeconds: 13 }],
      delivery: { state: 'retrying', attempted: 1, attempts: [], dueAt: '2026-11-23T15:30:13.000Z' },
    });
  });

  it('parks it for a long wait, and keeps since when it waits', async () => {
    const received = waitingSince(message, '2026-11-23T08:00:00.000Z');
    const { delivery, ...rest } = await concluded(deferred('daily quota', 3_600), { received });
    expect(rest).toMatchObject(nothing);
    expect(delivery).toMatchObject({ state: 'retrying', attempted: 0, dueAt: '2026-11-23T10:30:00.000Z' });
  });

  it('gives up after three days without a turn', async () => {
    const received = waitingSince(message, '2026-11-20T09:30:00.000Z');
    const reason = 'deferred since 2026-11-20T09:30:00.000Z: daily quota';
    expect(await concluded(deferred('daily quota', 3_600), { received })).toMatchObject({
      ...nothing,
      deadLetters: [forDeadLetter(message, `failed: ${reason}`)],
      raised: [{ type: 'delivery.failed' }],
      delivery: { state: 'failed', attempted: 1, attempts: [{ outcome: 'deferred', reason }] },
    });
  });
});
