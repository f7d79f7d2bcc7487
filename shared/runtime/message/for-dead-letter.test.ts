import { checkSqsLimits } from '../../memory/sqs-limits';
import { forAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { delivery, message, receive, START, text, withAttributes } from './testing/message-fixture';

describe('forDeadLetter', () => {
  it('keeps a message of the maximum size, without its reason', () => {
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
    ['bidirectional controls', 'a\u202Eb\u2066c\u009Bd', 'abc d'],
    ['half of a surrogate pair', 'a\uD800b', 'a\uFFFDb'],
    ['more than fits', 'x'.repeat(5_000), 'x'.repeat(1_024)],
    ['an emoji across the limit', `${'x'.repeat(1_023)}🎉`, `${'x'.repeat(1_023)}\uFFFD`],
  ])('makes a reason with %s storable', (_what, reason, expected) => {
    const kept = forDeadLetter(message, reason);
    expect(kept.attributes.carillonreason?.StringValue).toBe(expected);
    expect(() => checkSqsLimits(kept, 0)).not.toThrow();
  });
});
