import { aReceived } from '../../testing/factories';
import { forAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { forRange } from './for-targets';
import { delivery, message, receive, START } from './testing/message-fixture';
import { unchanged, waitingSince } from './waiting-since';

describe('unchanged', () => {
  it('sends the received message without a change', () => {
    for (const sent of [message, forAttempt(delivery, 2, 'acme'), delivery]) {
      expect(unchanged(receive(sent))).toEqual(sent);
    }
  });

  it('keeps the redrive that a message is part of, however often it is sent on', () => {
    const first = aReceived(forDeadLetter(message, 'x'), { messageId: 'm-1' });
    const later = { sentAt: new Date('2026-11-24T00:00:00Z') };
    const second = aReceived(unchanged(first), later);
    const third = aReceived(waitingSince(second, START), later);
    const part = aReceived(forRange(third, { from: 'a', to: 'b' }), later);
    expect([first, second, third, part].map(({ redrive }) => redrive)).toEqual([START, START, START, START]);
  });

  it('starts a new redrive for a message that is dead-lettered and redriven again', () => {
    const first = aReceived(forDeadLetter(message, 'x'), { messageId: 'm-1' });
    const sentAt = new Date('2026-11-24T00:00:00.000Z');
    expect(aReceived(forDeadLetter(first, 'y'), { sentAt }).redrive).toBe('2026-11-24T00:00:00.000Z');
  });
});

describe('waitingSince', () => {
  it('keeps the assigned turn until it gets another, or an attempt', () => {
    const since = '2026-11-23T09:30:00.000Z';
    const first = waitingSince(delivery, since, 'slot 7');
    expect(receive(first)).toMatchObject({ since, turn: 'slot 7' });
    expect(receive(unchanged(first)).turn).toBe('slot 7');
    expect(receive(waitingSince(first, since, 'slot 8')).turn).toBe('slot 8');
    for (const without of [waitingSince(first, since), forAttempt(first, 2, 'acme'), forDeadLetter(first, 'x')]) {
      expect(receive(without).turn).toBeUndefined();
    }
  });

  it('keeps the start of the wait until an attempt is made or it is dead-lettered', () => {
    const waiting = waitingSince(forAttempt(delivery, 2, 'acme'), '2026-11-23T09:30:00.000Z');
    expect(receive(waiting)).toMatchObject({ attempt: 2, since: '2026-11-23T09:30:00.000Z' });
    for (const next of [forAttempt(waiting, 3, 'acme'), forDeadLetter(waiting, 'failed: down')]) {
      expect(receive(next)).not.toHaveProperty('since');
    }
  });
});
