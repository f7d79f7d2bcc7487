import { aReceived, aRecord } from '../../testing/factories';
import { forNextAttempt } from './for-attempt';
import { forDeadLetter } from './for-dead-letter';
import { onlyFor } from './for-targets';
import { inPlaceOf, queueMessage } from './received-message';
import { partOfRedrive, redriven } from './redriven';
import { delivery, message, receive, START, text } from './testing/message-fixture';

describe('receivedMessage', () => {
  it('reads what SNS delivered as a first attempt', () => {
    expect(receive(message)).toEqual({ ...message, id: 'm-1', attempt: 1, cameBack: false });
  });

  it('reads a message without attributes and group', () => {
    const bare = { body: 'x', attributes: {} };
    expect(receive(bare)).toEqual({ ...bare, id: 'm-1', attempt: 1, cameBack: false });
  });

  it('marks a message that SQS hands out again, and a delivery in its place', () => {
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

  it.each(['0', '-3', 'x', ''])('reads an attempt number of %j as the first', (attempt) => {
    const attributes = { ...delivery.attributes, carillonattempt: text(attempt) };
    expect(receive({ ...delivery, attributes }).attempt).toBe(1);
  });
});

describe('inPlaceOf', () => {
  it('makes the same delivery of a single-target notification as its own delivery message', () => {
    for (const asked of [delivery, partOfRedrive(delivery, START)])
      expect(inPlaceOf(receive(message), asked)).toEqual(receive(asked));
  });

  it('asks for the attempt that the notification came back for', () => {
    const third = forNextAttempt(onlyFor(message, 'ep_1'), 3);
    expect(inPlaceOf(receive(third), delivery)).toMatchObject({ attempt: 3, target: 'ep_1' });
  });
});
