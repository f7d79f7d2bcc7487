import { checkSqsLimits } from '../../memory/sqs-limits';
import { producerAttributes } from './attributes';
import { deliveryMessage } from './delivery-message';
import { forAttempt, forNextAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { hopped } from './hops';
import { redriven } from './redriven';
import { targetDigest } from './target-digest';
import { delivery, message, number, receive, text } from './testing/message-fixture';
import { unchanged, waitingSince } from './waiting-since';

describe('forAttempt', () => {
  it('makes a message that is received as that attempt, in a group of its target', () => {
    const next = forAttempt(delivery, 3, 'acme');
    const attributes = { ...delivery.attributes, carillonattempt: number('3') };
    expect(next).toEqual({ ...delivery, attributes, groupId: `acme/${targetDigest('ep_1')}` });
    expect(receive(next)).toEqual({ ...next, id: 'm-1', attempt: 3, target: 'ep_1', digest: 'd', cameBack: false });
  });

  it('has no address in the message group', () => {
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

describe('forNextAttempt', () => {
  it('is the parked message, with its turn, if that is for the next attempt', () => {
    const waiting = waitingSince(forAttempt(delivery, 2, 'acme'), '2026-11-23T09:30:00.000Z', 'slot 7');
    expect(forNextAttempt(hopped(waiting), 2)).toEqual(waiting);
  });

  it('is for the next attempt if more attempts are known than when it was parked', () => {
    const waiting = waitingSince(redriven(delivery, 'x'), '2026-11-23T09:30:00.000Z', 'slot 7');
    expect(forNextAttempt(waiting, 3)).toEqual({ ...forAttempt(delivery, 3, 'acme'), groupId: 'acme' });
  });
});
