import { catalogueFaults } from '../catalogue/type-faults';
import { MAX_MESSAGE_BYTES, MAX_NOTIFICATION_BYTES, type Notification } from '../domain/notification/notification';
import { isRecordId } from '../domain/notification/record-id';
import { type MessageAttributes, messageAttributes } from '../domain/notification/routing';
import { SEAL_ATTRIBUTE } from '../runtime/message/attributes';
import { deliveryMessage } from '../runtime/message/delivery-message';
import { forDeadLetter } from '../runtime/message/for-dead-letter';
import { A_MESSAGE_ID, aMessage, aRecord, aSealed, aTenant } from './factories';
import { aloneForged, type Forgery, hostileBodies, paddedJson, togetherForged } from './forgeries';
import { type ChannelUnderTest, startChannel } from './start-channel';

type Case = readonly [what: string, size: string, body: string];

/** Number of redrives without a fix. */
const REDRIVES = 2;

/**
 * Contract: forged attributes change nothing, neither the result of the message, nor that of its dead letter, which a
 * function has sealed, after a redrive.
 */
export function describeForgeries(channel: ChannelUnderTest, wanted: () => Notification): void {
  const { name } = channel.manifest;
  const aWanted = () => ({ ...wanted(), type: 'invoice.created' });
  const [victim, own] = [aWanted(), { ...aWanted(), tenant: aTenant() }];
  const delivered: readonly Case[] = [
    ['a notification', 'small', JSON.stringify(aWanted())],
    ['a notification', 'as large as may be', paddedJson(aWanted(), MAX_NOTIFICATION_BYTES - 1_000)],
    ['a notification of another tenant', 'small', JSON.stringify(own)],
  ];
  const refused = hostileBodies(own, victim).flatMap(([what, body]): Case[] => [
    [what, 'small', JSON.stringify(body)],
    [what, 'too large for its dead letter to keep its attributes', paddedJson(body, MAX_MESSAGE_BYTES - 300)],
  ]);

  /** The routing attributes are those of the notification, if the body is one. */
  const messageOf = (body: string, forged: MessageAttributes) => {
    const { channels } = JSON.parse(body);
    const routing = messageAttributes(channels === undefined ? own : JSON.parse(body));
    return { body, attributes: { ...routing, ...forged }, groupId: own.tenant };
  };

  /** The result of a message that follows a notification of the victim. */
  async function fateOf(body: string, forged: MessageAttributes) {
    const { run, returned, queue, ledger, effects } = startChannel(channel, undefined, {
      catalogueFaults: catalogueFaults('allow'),
    });
    const named = [victim, JSON.parse(body) as Notification].filter(({ id }) => isRecordId(id));
    const count = () => Promise.all(named.map(effects));
    await run(aRecord(aMessage(victim)));
    const before = await count();
    await run(aRecord(messageOf(body, forged), { messageId: A_MESSAGE_ID }));
    const letters = [[...queue.deadLetters]];
    while (letters.length <= REDRIVES) {
      await queue.redrive();
      await run();
      letters.push([...queue.deadLetters]);
    }
    const after = await count();
    const histories = await Promise.all([...named.map(({ id }) => id), A_MESSAGE_ID].map((id) => ledger.history(id)));
    return { returned, letters, histories, effects: after.map((sum, index) => sum - (before[index] ?? 0)) };
  }

  /** Forgeries with a target and seals of the victim. For a large body, which is slow, without the single ones. */
  async function forgeriesFor(body: string): Promise<readonly Forgery[]> {
    const { run, ledger } = startChannel(channel);
    await run(aRecord(aMessage(victim)));
    const [target = 'ep_1'] = (await ledger.history(victim.id)).deliveries.map((delivery) => delivery.target);
    const { tenant } = victim;
    const delivery = deliveryMessage({ tenant, target, body: JSON.stringify(victim), digest: 'd' });
    const genuine = [delivery, forDeadLetter(aMessage(victim), 'failed: down')].map((message) =>
      aSealed(message, name),
    );
    const seals = genuine.map(({ attributes }) => attributes[SEAL_ATTRIBUTE]?.StringValue ?? '');
    return [...(body.length < 10_000 ? aloneForged(target) : []), ...togetherForged(target, seals)];
  }

  describe(`${name}, given attributes of ours that a producer forged`, () => {
    it.each([...delivered, ...refused])('does with %s, %s, what it does without them', async (_, __, body) => {
      const plain = await fateOf(body, {});
      for (const [forged, attributes] of await forgeriesFor(body)) {
        expect({ forged, ...(await fateOf(body, attributes)) }).toEqual({ forged, ...plain });
      }
    });

    it.each(refused)(
      'dead-letters %s, %s, each time that it is redriven, and does nothing else',
      async (_, __, body) => {
        const { returned, letters, effects } = await fateOf(body, {});
        expect([returned, effects.filter((sum) => sum > 0)]).toEqual([[], []]);
        expect(letters.map((all) => all.map((letter) => letter.body))).toEqual(Array(1 + REDRIVES).fill([body]));
      },
    );
  });
}
