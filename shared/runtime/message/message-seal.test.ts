import fc from 'fast-check';
import { memorySealKeys } from '../../memory/memory-seal-keys';
import type { QueueMessage } from '../../ports/channel-queue';
import { aMessage, aNotification } from '../../testing/factories';
import { SEAL_ATTRIBUTE } from './attributes';
import { deliveryMessage } from './delivery-message';
import { forDeadLetter } from './for-dead-letter';
import { onlyFor } from './for-targets';
import { authenticated, sealMessage } from './message-seal';
import { redriven } from './redriven';

const sealing = { channel: 'webhook', keys: memorySealKeys() };
const delivery = deliveryMessage({
  tenant: 'acme',
  target: 'ep_1',
  body: '{"id":"1","n":[1,{"b":2,"a":1}]}',
  digest: 'd',
});
const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const changed = (message: QueueMessage, name: string, value: string): QueueMessage => ({
  ...message,
  attributes: { ...message.attributes, [name]: text(value) },
});

describe('a message that a function of the stack sealed', () => {
  it.each([
    ['a delivery', delivery],
    ['a notification that is replayed for one target', onlyFor(redriven(aMessage(), 'replayed'), 'ep_1')],
    ['a dead letter', forDeadLetter(delivery, 'failed: down')],
  ])('is received as it was sent: %s', async (_, message) => {
    const sealed = await sealMessage(message, sealing);
    expect(await authenticated(sealed, sealing)).toEqual({ message, isForged: false });
  });

  it('stays valid when its body is serialised anew, as some emulators do', async () => {
    const sealed = await sealMessage(delivery, sealing);
    const body = JSON.stringify({ n: [1, { a: 1, b: 2 }], id: '1' }, null, 1);
    expect(await authenticated({ ...sealed, body }, sealing)).toMatchObject({ isForged: false });
  });

  it('opens with an earlier key of the stack, and is sealed anew with the latest', async () => {
    const sealed = await sealMessage(delivery, sealing);
    const later = { ...sealing, keys: memorySealKeys(2) };
    expect(await authenticated(sealed, later)).toEqual({ message: delivery, isForged: false });
    const again = await sealMessage(sealed, later);
    expect(again.attributes[SEAL_ATTRIBUTE]?.StringValue).toMatch(/^2\.[\w-]{43}$/);
    expect(await authenticated(again, later)).toEqual({ message: delivery, isForged: false });
  });

  it('needs no seal, and no key, without attributes of Carillon', async () => {
    const keys = {
      current: () => Promise.reject(new Error('no key')),
      byId: () => Promise.reject(new Error('no key')),
    };
    const message = aMessage();
    expect(await sealMessage(message, { ...sealing, keys })).toBe(message);
    expect(await authenticated(message, { ...sealing, keys })).toEqual({ message, isForged: false });
  });
});

describe('a message that was never sealed, or was changed since', () => {
  const bare = { message: { ...delivery, attributes: {} }, isForged: true };

  it('has no trusted attributes without a seal', async () => {
    expect(await authenticated(delivery, sealing)).toEqual(bare);
  });

  it.each(['', '.', '1', '1.', '.x', '1.AAAA', '9.AAAA', `1.${'A'.repeat(43)}`])(
    'has no trusted attributes under the seal %j',
    async (seal) => {
      expect(await authenticated(changed(delivery, SEAL_ATTRIBUTE, seal), sealing)).toEqual(bare);
    },
  );

  it('keeps the attributes of its producer', async () => {
    const published = aMessage();
    const forged = { ...published, attributes: { ...published.attributes, ...delivery.attributes } };
    expect(await authenticated(forged, sealing)).toEqual({ message: published, isForged: true });
  });

  it('is not valid on another channel', async () => {
    const sealed = await sealMessage(delivery, sealing);
    expect(await authenticated(sealed, { ...sealing, channel: 'email' })).toEqual(bare);
  });

  it('is detected for any attribute or body member that was changed, added or removed', async () => {
    const message = { ...delivery, body: JSON.stringify(aNotification({ tenant: 'acme' })) };
    const sealed = await sealMessage(message, sealing);
    const { carillondigest: _, ...without } = sealed.attributes;
    const names = ['target', 'digest', 'attempt', 'since', 'turn', 'only', 'from', 'to', 'reason'];
    const forgeries = [
      { ...sealed, attributes: without },
      ...names.map((name) => changed(sealed, `carillon${name}`, 'x')),
      ...Object.keys(JSON.parse(message.body)).map((name) => ({
        ...sealed,
        body: JSON.stringify({ ...JSON.parse(message.body), [name]: 'x' }),
      })),
      { ...sealed, body: '' },
    ];
    for (const forgery of forgeries) expect(await authenticated(forgery, sealing)).toMatchObject({ isForged: true });
  });

  it('is refused without a stack overflow, for any nesting of its body', async () => {
    const body = '['.repeat(100_000);
    const deep = changed({ ...delivery, body: `${body}${']'.repeat(100_000)}` }, SEAL_ATTRIBUTE, '1.AAAA');
    expect(await authenticated(deep, sealing)).toMatchObject({ isForged: true });
  });

  it('is detected for any bytes of the seal', async () => {
    const attributes = fc.dictionary(
      fc.constantFrom('carillontarget', 'carillononly', SEAL_ATTRIBUTE, 'type'),
      fc.string().map(text),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), attributes, async (body, attributes) => {
        const { message } = await authenticated({ body, attributes }, sealing);
        expect(Object.keys(message.attributes).filter((name) => name !== 'type')).toEqual([]);
      }),
    );
  });
});
