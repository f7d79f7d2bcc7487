import type { Attempt } from '../domain/claim';
import { type DeliveryOutcome, rejected, retry } from '../domain/outcome';
import { channelFixture } from '../testing/channel-fixture';
import { aMessage, aRecord } from '../testing/factories';
import type { AttemptResult } from './attempt-delivery';
import { conclude } from './conclude';
import { forAttempt, forDeadLetter, markDone, receivedMessage } from './message';

const sent = aMessage();
const NOW = '2026-11-23T09:30:00.000Z';
const keyOf = (target: string) => ({ tenant: 'acme', notificationId: 'n-1', channel: 'email', target });

function attempted(target: string, outcome: DeliveryOutcome, n = 1): AttemptResult {
  const reason = outcome.kind === 'delivered' ? outcome.reference : outcome.reason;
  const attempt: Attempt = { n, at: NOW, outcome: outcome.kind, durationMs: 5, ...(reason && { reason }) };
  return { kind: 'attempted', key: keyOf(target), attempt, outcome };
}
const leasedFor = (seconds: number): AttemptResult => ({
  kind: 'leased',
  until: new Date(Date.parse(NOW) + seconds * 1000).toISOString(),
});
const unclaimed: AttemptResult = { kind: 'unclaimed', error: new Error('table is throttled') };
const unrecorded = (target: string): AttemptResult => ({ kind: 'unrecorded', key: keyOf(target) });

/** Concludes these results of one attempt, each of them claimed before, and shows what came of it. */
async function concluded(results: readonly AttemptResult[], n = 1) {
  const fixture = channelFixture();
  for (const result of results) {
    if (result.kind !== 'attempted') continue;
    await fixture.ledger.claim(result.key, {
      attempt: n,
      reopen: false,
      now: NOW,
      leaseUntil: '2026-11-23T09:31:00.000Z',
    });
  }
  const message = receivedMessage(aRecord(n === 1 ? sent : forAttempt(sent, n)));
  const error = await conclude(message, results, fixture.dependencies).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { deliveries } = await fixture.ledger.history('n-1');
  const states = deliveries.map(({ target, state }) => `${target} ${state}`);
  return { sent: fixture.queue.sent, deadLetters: fixture.queue.deadLetters, states, error };
}

const nothing = { sent: [], deadLetters: [], states: [], error: undefined };

describe('conclude', () => {
  it('does nothing when everything is done', async () => {
    expect(await concluded([{ kind: 'settled' }, { kind: 'foreign' }, unrecorded('ann')])).toEqual(nothing);
  });

  it('sends the next attempt after the scheduled delay', async () => {
    expect(await concluded([attempted('ann', retry('busy'))])).toEqual({
      ...nothing,
      sent: [{ message: forAttempt(sent, 2), delaySeconds: 5 }],
      states: ['ann retrying'],
    });
  });

  it('honours what the other side asked for, within bounds', async () => {
    const { sent } = await concluded([attempted('ann', retry('busy', 8))]);
    expect(sent).toMatchObject([{ delaySeconds: 8 }]);
  });

  it('sends one message for all targets that failed, when the last of them may be tried', async () => {
    const results = [
      attempted('ann', retry('busy')),
      attempted('bob', retry('slow down', 9)),
      { kind: 'settled' } as const,
    ];
    expect(await concluded(results)).toEqual({
      ...nothing,
      sent: [{ message: forAttempt(sent, 2), delaySeconds: 9 }],
      states: ['ann retrying', 'bob retrying'],
    });
  });

  it('dead-letters after the last attempt, with the reason', async () => {
    expect(await concluded([attempted('ann', retry('still busy'), 3)], 3)).toEqual({
      ...nothing,
      deadLetters: [forDeadLetter(sent, 'failed: still busy')],
      states: ['ann failed'],
    });
  });

  it('dead-letters a rejection at once, and still retries the others', async () => {
    expect(await concluded([attempted('ann', rejected('no such box')), attempted('bob', retry('busy'))])).toEqual({
      ...nothing,
      sent: [{ message: forAttempt(sent, 2), delaySeconds: 5 }],
      deadLetters: [forDeadLetter(sent, 'rejected: no such box')],
      states: ['ann rejected', 'bob retrying'],
    });
  });

  it('writes one dead letter with every reason, each once', async () => {
    const results = ['ann', 'bob'].map((target) => attempted(target, rejected('no such box')));
    const { deadLetters } = await concluded([...results, attempted('cid', retry('down'), 3)], 3);
    expect(deadLetters).toEqual([forDeadLetter(sent, 'rejected: no such box; failed: down')]);
  });

  it('looks again after the lease at what somebody else has claimed', async () => {
    expect(await concluded([leasedFor(20), leasedFor(7)])).toEqual({
      ...nothing,
      sent: [{ message: sent, delaySeconds: 21 }],
    });
  });

  it.each([
    ['that is over by now', -5, 1],
    ['of an owner whose clock is an hour ahead', 3_600, 900],
  ])('waits for a lease %s within what SQS can delay', async (_what, seconds, delaySeconds) => {
    const { sent } = await concluded([leasedFor(seconds)]);
    expect(sent).toMatchObject([{ delaySeconds }]);
  });

  it('counts on the next attempt for what is leased, when there is one', async () => {
    const { sent: passedOn } = await concluded([leasedFor(20), attempted('ann', retry('busy'))]);
    expect(passedOn).toEqual([{ message: forAttempt(sent, 2), delaySeconds: 5 }]);
  });

  it('throws what kept a target from being claimed, after the others are recorded', async () => {
    expect(await concluded([unclaimed, attempted('ann', rejected('no such box'))])).toEqual({
      ...nothing,
      deadLetters: [forDeadLetter(sent, 'rejected: no such box')],
      states: ['ann rejected'],
      error: unclaimed.kind === 'unclaimed' && unclaimed.error,
    });
  });

  it('does not throw it when the message is passed on anyway', async () => {
    expect(await concluded([unclaimed, attempted('ann', retry('busy'))])).toMatchObject({
      sent: [{ delaySeconds: 5 }],
      error: undefined,
    });
  });

  it('passes the message on rather than throw, when it must carry what the ledger would not record', async () => {
    expect(await concluded([unclaimed, unrecorded('bob')])).toEqual({
      ...nothing,
      sent: [{ message: markDone(sent, ['bob']), delaySeconds: 35 }],
    });
  });

  it('marks what the ledger would not record on whatever it passes on', async () => {
    const results = [unrecorded('bob'), attempted('ann', retry('busy')), attempted('cid', rejected('no such box'))];
    const marked = markDone(sent, ['bob']);
    expect(await concluded(results)).toMatchObject({
      sent: [{ message: forAttempt(marked, 2) }],
      deadLetters: [forDeadLetter(marked, 'rejected: no such box')],
    });
  });

  it('records nothing that it could not pass on, so that the message comes back for it', async () => {
    const fixture = channelFixture();
    const result = attempted('ann', retry('busy'));
    const full = new Error('queue is full');
    const queue = { ...fixture.queue, send: () => Promise.reject(full) };
    await fixture.ledger.claim(keyOf('ann'), { attempt: 1, reopen: false, now: NOW, leaseUntil: NOW });
    const message = receivedMessage(aRecord(sent));
    await expect(conclude(message, [result], { ...fixture.dependencies, queue })).rejects.toBe(full);
    expect((await fixture.ledger.history('n-1')).deliveries).toMatchObject([{ state: 'claimed', attempts: [] }]);
  });
});
