import { checkSqsLimits } from '../../memory/sqs-limits';
import type { QueueMessage } from '../../ports/channel-queue';
import { aMessage, aNotification, aReceived, aRecord } from '../../testing/factories';
import { producerAttributes } from './attributes';
import { deliveryMessage } from './delivery-message';
import { forAttempt, forNextAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { forRange, onlyFor } from './for-targets';
import { hopped } from './hops';
import { inPlaceOf, queueMessage } from './received-message';
import { partOfRedrive, redriven } from './redriven';
import { targetDigest } from './target-digest';
import { unchanged, waitingSince } from './waiting-since';

/** When every test message was sent. */
const START = '2026-11-23T09:30:00.000Z';
const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const message = aMessage(aNotification({ tenant: 'acme' }));
const delivery = deliveryMessage({ tenant: 'acme', target: 'ep_1', body: '{"id":"1"}', digest: 'd' });
const receive = (sent: QueueMessage) => aReceived(sent, { messageId: 'm-1' });
const withAttributes = (attributes: QueueMessage['attributes']) => ({
  ...message,
  attributes: { ...message.attributes, ...attributes },
});

describe('receivedMessage', () => {
  it('reads what SNS delivered as a first attempt', () => {
    expect(receive(message)).toEqual({ ...message, id: 'm-1', attempt: 1, cameBack: false });
  });

  it('reads a message without attributes and group', () => {
    const bare = { body: 'x', attributes: {} };
    expect(receive(bare)).toEqual({ ...bare, id: 'm-1', attempt: 1, cameBack: false });
  });

  it('says of what SQS hands out again that it came back, and of a delivery in its place', () => {
    const again = aReceived(message, { receiveCount: 2 });
    expect([receive(message), again, inPlaceOf(again, delivery)].map(({ cameBack }) => cameBack)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('reads the target that a notification is replayed for, and keeps it in a dead letter', () => {
    const replayed = onlyFor(redriven(message, 'replayed'), 'ep_1');
    expect(receive(replayed)).toMatchObject({ only: 'ep_1', redrive: START });
    expect(receive(forDeadLetter(replayed, 'rejected: again'))).toMatchObject({ only: 'ep_1' });
  });

  it('leaves out binary attributes', () => {
    const record = aRecord(message, { messageId: 'm-1' });
    const picture = { dataType: 'Binary', binaryValue: 'AAAA' };
    const messageAttributes = { ...record.messageAttributes, picture };
    expect(queueMessage({ ...record, messageAttributes })).toEqual(message);
  });

  it.each(['0', '-3', 'x', ''])('takes an attempt number of %j for the first', (attempt) => {
    const attributes = { ...delivery.attributes, carillonattempt: text(attempt) };
    expect(receive({ ...delivery, attributes }).attempt).toBe(1);
  });
});

describe('forAttempt', () => {
  it('makes a message that is received as that attempt, in a group of its target', () => {
    const next = forAttempt(delivery, 3, 'acme');
    const attributes = { ...delivery.attributes, carillonattempt: number('3') };
    expect(next).toEqual({ ...delivery, attributes, groupId: `acme/${targetDigest('ep_1')}` });
    expect(receive(next)).toEqual({ ...next, id: 'm-1', attempt: 3, target: 'ep_1', digest: 'd', cameBack: false });
  });

  it('names no address in the group', () => {
    const ann = deliveryMessage({ tenant: 'acme', target: 'ann@example.com', body: '{}', digest: 'd' });
    expect(forAttempt(ann, 2, 'acme').groupId).not.toContain('ann');
  });

  it('replaces the number of an earlier attempt and forgets that it was redriven', () => {
    const redriven = receive(forDeadLetter(forAttempt(delivery, 2, 'acme'), 'failed: down'));
    expect(forAttempt(redriven, 2, 'acme')).toEqual(forAttempt(delivery, 2, 'acme'));
  });

  it('stays within the ten attributes of SQS when a producer sent ten', () => {
    const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, text('x')]));
    const ten = { ...message, attributes: { ...six, ...message.attributes } };
    for (const next of [forAttempt(ten, 2, 'acme'), unchanged(ten), forDeadLetter(ten, 'failed: down')]) {
      expect(() => checkSqsLimits(next, 0)).not.toThrow();
      expect(producerAttributes(next)).toEqual(message.attributes);
    }
  });
});

describe('forDeadLetter', () => {
  it('keeps a message that leaves no room for anything, without its reason', () => {
    const largest = { body: 'x'.repeat(262_144), attributes: {} };
    expect(forDeadLetter(largest, 'notification.too_large')).toEqual(largest);
  });

  it.each([261_500, 261_950, 262_000])(
    'keeps a message of %i bytes within the limit of SQS, with a reason',
    (bytes) => {
      const large = { ...message, body: 'x'.repeat(bytes - 140) };
      const letter = forDeadLetter(large, `notification.too_large at '': ${'ü'.repeat(2_000)}`);
      expect(() => checkSqsLimits(letter, 0)).not.toThrow();
      expect(letter.body).toBe(large.body);
      expect(letter.attributes.carillonreason?.StringValue).toContain('notification.too_large');
    },
  );

  it('keeps the message with its reason', () => {
    expect(forDeadLetter(message, 'failed: down')).toEqual(withAttributes({ carillonreason: text('failed: down') }));
  });

  it('makes a message that counts from the first attempt when it is redriven', () => {
    const redriven = receive(forDeadLetter(forAttempt(delivery, 3, 'acme'), 'failed: down'));
    expect(redriven).toMatchObject({ attempt: 1, redrive: START });
  });

  it('keeps the latest reason', () => {
    const twice = forDeadLetter(forDeadLetter(message, 'failed: down'), 'rejected: gone');
    expect(twice).toEqual(withAttributes({ carillonreason: text('rejected: gone') }));
  });

  it.each([
    ['characters that SQS refuses', 'a\0b\uFFFEc\uFFFFd', 'a b c d'],
    ['line breaks', 'a\r\nb\u2028c', 'a b c'],
    ['what turns the text around it', 'a\u202Eb\u2066c\u009Bd', 'abc d'],
    ['half of a surrogate pair', 'a\uD800b', 'a\uFFFDb'],
    ['more than fits', 'x'.repeat(5_000), 'x'.repeat(1_024)],
    ['an emoji across the limit', `${'x'.repeat(1_023)}🎉`, `${'x'.repeat(1_023)}\uFFFD`],
  ])('makes a reason with %s storable', (_what, reason, expected) => {
    const kept = forDeadLetter(message, reason);
    expect(kept.attributes.carillonreason?.StringValue).toBe(expected);
    expect(() => checkSqsLimits(kept, 0)).not.toThrow();
  });
});

describe('unchanged', () => {
  it('sends what was received, so that it is received alike', () => {
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

  it('makes a redrive of its own of what is dead-lettered and redriven again', () => {
    const first = aReceived(forDeadLetter(message, 'x'), { messageId: 'm-1' });
    const sentAt = new Date('2026-11-24T00:00:00.000Z');
    expect(aReceived(forDeadLetter(first, 'y'), { sentAt }).redrive).toBe('2026-11-24T00:00:00.000Z');
  });
});

describe('forNextAttempt', () => {
  it('is the parked message where that is for the next attempt, turn and all', () => {
    const waiting = waitingSince(forAttempt(delivery, 2, 'acme'), '2026-11-23T09:30:00.000Z', 'slot 7');
    expect(forNextAttempt(hopped(waiting), 2)).toEqual(waiting);
  });

  it('is for the next attempt where more are known than when it was parked', () => {
    const waiting = waitingSince(redriven(delivery, 'x'), '2026-11-23T09:30:00.000Z', 'slot 7');
    expect(forNextAttempt(waiting, 3)).toEqual({ ...forAttempt(delivery, 3, 'acme'), groupId: 'acme' });
  });
});

describe('producerAttributes', () => {
  it('are those that Carillon did not add', () => {
    expect(producerAttributes(forDeadLetter(forAttempt(delivery, 2, 'acme'), 'x'))).toEqual({});
    expect(producerAttributes(forDeadLetter(message, 'x'))).toEqual(message.attributes);
  });
});

describe('deliveryMessage', () => {
  it('is received as a delivery to its target, in the group of its tenant', () => {
    expect(receive(delivery)).toEqual({
      body: '{"id":"1"}',
      groupId: 'acme',
      target: 'ep_1',
      digest: 'd',
      id: 'm-1',
      attempt: 1,
      cameBack: false,
      attributes: { carillontarget: text('ep_1'), carillondigest: text('d') },
    });
  });
});

describe('inPlaceOf', () => {
  it('makes of a notification with one target the delivery that its own message would have asked for', () => {
    for (const asked of [delivery, partOfRedrive(delivery, START)])
      expect(inPlaceOf(receive(message), asked)).toEqual(receive(asked));
  });

  it('asks for the attempt that the notification was brought back for', () => {
    const third = forNextAttempt(onlyFor(message, 'ep_1'), 3);
    expect(inPlaceOf(receive(third), delivery)).toMatchObject({ attempt: 3, target: 'ep_1' });
  });
});

describe('waitingSince', () => {
  it('keeps the turn that it was given until it has another, or an attempt', () => {
    const since = '2026-11-23T09:30:00.000Z';
    const first = waitingSince(delivery, since, 'slot 7');
    expect(receive(first)).toMatchObject({ since, turn: 'slot 7' });
    expect(receive(unchanged(first)).turn).toBe('slot 7');
    expect(receive(waitingSince(first, since, 'slot 8')).turn).toBe('slot 8');
    for (const without of [waitingSince(first, since), forAttempt(first, 2, 'acme'), forDeadLetter(first, 'x')]) {
      expect(receive(without).turn).toBeUndefined();
    }
  });

  it('keeps since when a message waits, until an attempt is made or it is dead-lettered', () => {
    const waiting = waitingSince(forAttempt(delivery, 2, 'acme'), '2026-11-23T09:30:00.000Z');
    expect(receive(waiting)).toMatchObject({ attempt: 2, since: '2026-11-23T09:30:00.000Z' });
    for (const next of [forAttempt(waiting, 3, 'acme'), forDeadLetter(waiting, 'failed: down')]) {
      expect(receive(next)).not.toHaveProperty('since');
    }
  });
});
