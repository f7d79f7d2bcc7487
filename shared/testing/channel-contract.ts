import { basename } from 'node:path';
import { validateFilterPolicy } from '../domain/filter-policy/validate';
import type { Notification } from '../domain/notification/notification';
import { A_MESSAGE_ID, aMessage, aNotification, aRecord } from './factories';
import { describeForgeries } from './forgery-contract';
import { type ChannelUnderTest, ELSEWHERE, startChannel } from './start-channel';

export type { ChannelUnderTest } from './start-channel';

/**
 * Contract of every channel, run on the deployed handler.
 *
 * @param folder the channel's own, `__dirname`
 * @param wanted attributes that make the filter policy match, beside the channel's name in `channels`
 */
export function describeChannelContract(
  folder: string,
  channel: ChannelUnderTest,
  wanted: Partial<Notification> = {},
): void {
  const { name, filterPolicy } = channel.manifest;
  const aWanted = () => aNotification({ ...CONFIDENTIAL, channels: name, ...wanted });
  const received = (notification: Notification) => aRecord(aMessage(notification));

  describe(`${name}, as a channel`, () => {
    it('is named like its folder and has a filter policy that SNS accepts', () => {
      expect(name).toMatch(/^[a-z][a-z0-9-]{0,19}$/);
      expect(name).toBe(basename(folder).replace(/^_/, ''));
      expect(validateFilterPolicy(filterPolicy, 'MessageAttributes')).toEqual([]);
    });

    it('acknowledges notifications that it wants, with one effect each', async () => {
      const { run, returned, effects, queue } = startChannel(channel);
      const [one, other] = [aWanted(), aWanted()];
      await run(received(one), received(other));
      expect([returned, await effects(one), await effects(other), queue.deadLetters]).toEqual([[], 1, 1, []]);
    });

    it('delivers a notification that also names a channel which is not deployed', async () => {
      const { run, returned, effects } = startChannel(channel);
      const notification = aNotification({ ...CONFIDENTIAL, ...wanted, channels: `${name},removed` });
      await run(received(notification));
      expect([returned, await effects(notification)]).toEqual([[], 1]);
    });

    it('has one effect for any number of copies of a notification', async () => {
      const { run, returned, effects, queue, clock } = startChannel(channel);
      const notification = aWanted();
      const record = received(notification);
      await run(record, record, received(notification));
      clock.advanceSeconds(86_400);
      await run(record);
      expect([returned, await effects(notification), queue.deadLetters]).toEqual([[], 1, []]);
    });

    it('dead-letters a malformed body with its reason, notes it, and continues the batch', async () => {
      const { run, returned, effects, queue, ledger } = startChannel(channel);
      const notification = aWanted();
      await run(aRecord(MALFORMED, { messageId: A_MESSAGE_ID }), received(notification));
      expect([returned, await effects(notification)]).toEqual([[], 1]);
      const carillonreason = { StringValue: expect.stringMatching(/^json\.malformed/) };
      expect(queue.deadLetters).toMatchObject([{ body: MALFORMED.body, attributes: { carillonreason } }]);
      const { deliveries } = await ledger.history(A_MESSAGE_ID);
      expect(deliveries).toMatchObject([{ channel: name, target: '', state: 'rejected' }]);
    });

    // A filter policy that matches everything has no strays.
    if (Object.keys(filterPolicy).length > 0) {
      it('acknowledges a stray, logs it and does not deliver it', async () => {
        const { run, returned, effects, queue, lines } = startChannel(channel);
        const stray = aNotification({ ...CONFIDENTIAL, channels: ELSEWHERE });
        await run(received(stray));
        expect([returned, await effects(stray), queue.deadLetters]).toEqual([[], 0, []]);
        const { id: notificationId, tenant, type } = stray;
        const line = { level: 'INFO', event: 'stray', channel: name, notificationId, tenant, type };
        expect(lines.map((text) => JSON.parse(text))).toEqual([line]);
      });
    }

    it.each(['before', 'after'] as const)('returns a record whose claim fails %s it is written', async (moment) => {
      const { run, returned, effects, queue } = startChannel(channel, { call: 1, kind: 'error', moment });
      const [one, other] = [aWanted(), aWanted()];
      await run(received(one), received(other));
      expect(returned).toHaveLength(1);
      expect([await effects(one), await effects(other), queue.deadLetters]).toEqual([1, 1, []]);
    });

    it('logs no address, content or secret', async () => {
      const { run, lines } = startChannel(channel, { call: 1, kind: 'error', moment: 'before' });
      const refused = aNotification({ ...CONFIDENTIAL, channels: name, traceparent: 'confidential' });
      await run(received(aWanted()), received(aWanted()), received(refused), aRecord(MALFORMED));
      expect(lines.length).toBeGreaterThanOrEqual(4);
      expect(lines.join('\n')).not.toMatch(/confidential|whsec_|https?:/i);
    });
  });

  describeForgeries(channel, aWanted);
}

const CONFIDENTIAL = { recipients: 'Confidential <confidential@example.com>', data: { note: 'confidential' } };
const MALFORMED = { body: '{"specversion":"1.0","data":"confidential', attributes: {} };
