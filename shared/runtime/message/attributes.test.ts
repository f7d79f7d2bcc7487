import { producerAttributes } from './attributes';
import { forAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { delivery, message } from './testing/message-fixture';

describe('producerAttributes', () => {
  it('are those that Carillon did not add', () => {
    expect(producerAttributes(forDeadLetter(forAttempt(delivery, 2, 'acme'), 'x'))).toEqual({});
    expect(producerAttributes(forDeadLetter(message, 'x'))).toEqual(message.attributes);
  });
});
