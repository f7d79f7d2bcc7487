import { retry } from '../domain/delivery/outcome';
import { A_MESSAGE_ID, aMessage } from '../testing/factories';
import { createChannelHandler } from './channel-handler';
import { fanOut } from './fan-out';
import { forAttempt } from './message/for-attempt';
import { onlyFor } from './message/for-targets';
import { redriven } from './message/redriven';
import {
  aChannel,
  bodyOf,
  deliveryTo,
  GUARD,
  notification,
  recordOf,
  success,
  targets,
} from './testing/fan-out-fixture';

describe('fanOut, given a notification', () => {
  it('sends one message per target, each with the same bytes, and delivers nothing yet', async () => {
    const { handler, queue, effects } = aChannel(targets('ep_1', 'ep_2'));
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    const messages = ['ep_1', 'ep_2'].map((target) => deliveryTo(target));
    expect(queue.sent).toEqual(messages.map((message) => ({ message, delaySeconds: 0 })));
    expect(effects).toEqual([]);
  });

  it('delivers at once to a single target, and sends nothing', async () => {
    const { handler, queue, effects, states } = aChannel();
    expect(await handler({ Records: [recordOf(aMessage(notification))] })).toEqual(success);
    const { id, tenant, type } = notification;
    expect([effects, queue.sent]).toEqual([[[{ id, tenant, type }, bodyOf(notification), 'ep_1', GUARD]], []]);
    expect(await states(id)).toEqual(['ep_1 delivered']);
  });

  it('retries a single target by a message for that target alone', async () => {
    const { handler, queue } = aChannel(targets('ep_1'), retry('503'));
    await handler({ Records: [recordOf(aMessage(notification))] });
    const message = forAttempt(deliveryTo('ep_1'), 2, notification.tenant);
    expect(queue.sent).toEqual([{ message, delaySeconds: 5 }]);
  });

  it.each([
    ['ep_2', 'ep_2 delivered'],
    ['ep_9', 'suppressed'],
  ])('delivers a notification replayed for %s to that target alone: %s', async (target, state) => {
    const { handler, queue, effects, states } = aChannel(targets('ep_1', 'ep_2'));
    const replayed = onlyFor(redriven(aMessage(notification), 'replayed'), target);
    expect(await handler({ Records: [recordOf(replayed)] })).toEqual(success);
    expect([await states(notification.id), queue.sent]).toEqual([[state], []]);
    expect(effects).toHaveLength(target === 'ep_2' ? 1 : 0);
  });

  it('returns the message to SQS when the fan-out cannot be sent', async () => {
    const { channel, dependencies, queue } = aChannel(targets('ep_1', 'ep_2'));
    const full = { ...queue, send: () => Promise.reject(new Error('full')) };
    const handlers = fanOut(channel, { ...dependencies, queue: full });
    const record = recordOf(aMessage(notification), { messageId: A_MESSAGE_ID });
    const failed = await createChannelHandler(dependencies, handlers)({ Records: [record] });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: A_MESSAGE_ID }] });
  });
});
