import { checkSqsLimits } from '../memory/sqs-limits';
import type { QueueMessage } from '../ports/channel-queue';
import { aMessage, aNotification, aRecord } from '../testing/factories';
import {
  deliveryMessage,
  forAttempt,
  forDeadLetter,
  isMarkedDone,
  markDone,
  producerAttributes,
  receivedMessage,
  unchanged,
} from './message';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const message = aMessage(aNotification({ tenant: 'acme' }));
const receive = (sent: QueueMessage) => receivedMessage(aRecord(sent, { messageId: 'm-1' }));
const withAttributes = (attributes: QueueMessage['attributes']) => ({
  ...message,
  attributes: { ...message.attributes, ...attributes },
});

describe('receivedMessage', () => {
  it('reads what SNS delivered as a first attempt', () => {
    expect(receive(message)).toEqual({ ...message, id: 'm-1', attempt: 1, redriven: false });
  });

  it('reads a message without attributes and group', () => {
    const bare = { body: 'x', attributes: {} };
    expect(receive(bare)).toEqual({ ...bare, id: 'm-1', attempt: 1, redriven: false });
  });

  it('leaves out binary attributes', () => {
    const record = aRecord(message, { messageId: 'm-1' });
    const picture = { dataType: 'Binary', binaryValue: 'AAAA' };
    const messageAttributes = { ...record.messageAttributes, picture };
    expect(receivedMessage({ ...record, messageAttributes })).toEqual(receive(message));
  });

  it.each(['0', '-3', 'x', ''])('takes an attempt number of %j for the first', (attempt) => {
    expect(receive(withAttributes({ carillonattempt: text(attempt) })).attempt).toBe(1);
  });
});

describe('forAttempt', () => {
  it('makes a message that is received as that attempt', () => {
    const next = forAttempt(message, 3);
    expect(next).toEqual(withAttributes({ carillonattempt: number('3') }));
    expect(receive(next)).toMatchObject({ attempt: 3, redriven: false });
  });

  it('replaces the number of an earlier attempt and forgets that it was redriven', () => {
    const redriven = receive(forDeadLetter(forAttempt(message, 2), 'failed: down'));
    expect(forAttempt(redriven, 2)).toEqual(withAttributes({ carillonattempt: number('2') }));
  });

  it('keeps the target of a delivery message', () => {
    const next = receive(forAttempt(deliveryMessage('ep_1', '{}', 'acme'), 2));
    expect(next).toMatchObject({ target: 'ep_1', attempt: 2, groupId: 'acme' });
  });

  it('stays within the ten attributes of SQS when a producer sent ten', () => {
    const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, text('x')]));
    const ten = { ...message, attributes: { ...six, ...message.attributes } };
    for (const next of [forAttempt(ten, 2), unchanged(ten), forDeadLetter(ten, 'failed: down')]) {
      expect(() => checkSqsLimits(next, 0)).not.toThrow();
      expect(producerAttributes(next)).toEqual(message.attributes);
    }
  });
});

describe('forDeadLetter', () => {
  it.each([261_500, 262_000, 262_144])(
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
    const redriven = receive(forDeadLetter(forAttempt(message, 3), 'failed: down'));
    expect(redriven).toMatchObject({ attempt: 1, redriven: true });
  });

  it('keeps the latest reason', () => {
    const twice = forDeadLetter(forDeadLetter(message, 'failed: down'), 'rejected: gone');
    expect(twice).toEqual(withAttributes({ carillonreason: text('rejected: gone') }));
  });

  it.each([
    ['characters that SQS refuses', 'a\0b\uFFFEc\uFFFFd', 'a b c d'],
    ['line breaks', 'a\r\nb', 'a  b'],
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
    for (const sent of [
      message,
      forAttempt(message, 2),
      forDeadLetter(message, 'x'),
      deliveryMessage('ep_1', '{}', 'acme'),
    ]) {
      expect(unchanged(receive(sent))).toEqual(sent);
    }
  });
});

describe('producerAttributes', () => {
  it('are those that Carillon did not add', () => {
    const ours = markDone(forDeadLetter(forAttempt(deliveryMessage('ep_1', '{}', 'acme'), 2), 'x'), ['ann']);
    expect(producerAttributes(ours)).toEqual({});
    expect(producerAttributes(forAttempt(message, 2))).toEqual(message.attributes);
  });
});

describe('markDone', () => {
  it('marks targets without naming them, and keeps the marks on what is sent on', () => {
    const marked = markDone(markDone(receive(message), ['ann@example.com']), ['bob@example.com', 'ann@example.com']);
    for (const next of [marked, forAttempt(marked, 2), unchanged(marked), forDeadLetter(marked, 'x')].map(receive)) {
      const targets = ['ann@example.com', 'bob@example.com', 'cid@example.com'];
      expect(targets.map((target) => isMarkedDone(next, target))).toEqual([true, true, false]);
      expect(JSON.stringify(next.attributes)).not.toContain('@');
    }
  });

  it('leaves a message alone when nothing is to be marked', () => {
    expect(markDone(message, [])).toBe(message);
  });
});

describe('deliveryMessage', () => {
  it('is received as a delivery to its target, in the group of its tenant', () => {
    expect(receive(deliveryMessage('ep_1', '{"id":"1"}', 'acme'))).toEqual({
      ...{ body: '{"id":"1"}', groupId: 'acme', target: 'ep_1' },
      ...{ id: 'm-1', attempt: 1, redriven: false },
      attributes: { carillontarget: text('ep_1') },
    });
  });
});
