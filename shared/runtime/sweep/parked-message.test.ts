import { memorySealKeys } from '../../memory/memory-seal-keys';
import type { QueueMessage } from '../../ports/channel-queue';
import { aSealed } from '../../testing/factories';
import { aKey, aMessageOf, aParkingOf } from '../../testing/ledger/ledger-fixtures';
import { forNextAttempt } from '../message/for-attempt';
import { forRange, onlyFor } from '../message/for-targets';
import { readParked } from './parked-message';

const key = aKey();
const { dueAt, message } = aParkingOf(key, 0);
const keys = memorySealKeys();
const codeOf = async (change: object) => {
  const read = await readParked({ key, dueAt, message, attempted: 1, ...change }, keys);
  return read.ok ? 'ok' : read.code;
};
const about = { id: key.notificationId, tenant: key.tenant };
const toVictim = { carillontarget: { DataType: 'String', StringValue: 'ep_victim' } };
const notification = (change = {}): QueueMessage => ({
  body: JSON.stringify({ id: key.notificationId, tenant: key.tenant, ...change }),
  attributes: {},
});

describe('readParked', () => {
  it("takes a delivery's own message, for its next attempt", async () => {
    expect(await readParked({ key, dueAt, message, attempted: 3 }, keys)).toEqual({
      ok: true,
      message: forNextAttempt(aMessageOf(key), 4),
    });
  });

  it('drops other fields of the item', async () => {
    const attributes = Object.entries(message.attributes).map(([name, one]) => [name, { ...one, BinaryValue: 'x' }]);
    const read = await readParked(
      { key, dueAt, message: { ...message, attributes: Object.fromEntries(attributes), x: 1 }, attempted: 1 },
      keys,
    );
    expect(read).toEqual({ ok: true, message: forNextAttempt(aMessageOf(key), 2) });
  });

  it('accepts its notification, made again for its target alone', async () => {
    expect(await codeOf({ message: aSealed(onlyFor(notification(), key.target)) })).toBe('ok');
  });

  it.each<[string, object]>([
    ['another id', { message: aParkingOf(aKey({ ...key, notificationId: aKey().notificationId }), 0).message }],
    ['another tenant', { message: aParkingOf({ ...key, tenant: 'mallory' }, 0).message }],
    ['another target', { message: aParkingOf({ ...key, target: 'ep_victim' }, 0).message }],
    ['another target beside its own', { message: aSealed(onlyFor(message, 'ep_victim')) }],
    ['its notification for another target', { message: aSealed(onlyFor(notification(), 'ep_victim')) }],
    ['its notification for all targets', { message: notification() }],
    [
      'its notification for a range',
      { message: aSealed(forRange(notification(), { from: key.target, to: key.target })) },
    ],
  ])('refuses %s', async (_, change) => {
    expect(await codeOf(change)).toBe('ledger.parked.foreign');
  });

  it.each<[string, object]>([
    ['no seal', { message: aMessageOf(key) }],
    ['the seal of another channel', { message: aSealed(aMessageOf(key), 'webhook') }],
    ['the seal of another body', { message: { ...message, body: JSON.stringify({ ...about, data: 'forged' }) } }],
    ['the seal of another target', { message: { ...message, attributes: { ...message.attributes, ...toVictim } } }],
  ])('refuses a message that no channel parked: %s', async (_, change) => {
    expect(await codeOf(change)).toBe('ledger.parked.forged');
  });

  it.each<[string, object]>([
    ['no message', { message: undefined }],
    ['a text', { message: '{}' }],
    ['no body', { message: { ...message, body: undefined } }],
    ['no JSON', { message: aSealed({ ...message, body: '{"id"' }) }],
    ['no object', { message: aSealed({ ...message, body: '[]' }) }],
    ['an empty group', { message: { ...message, groupId: '' } }],
    ['a long group', { message: { ...message, groupId: 'g'.repeat(129) } }],
    [
      'a type that SQS does not have',
      { message: { ...message, attributes: { a: { DataType: 'X', StringValue: 'b' } } } },
    ],
    ['no attributes', { message: { ...message, attributes: undefined } }],
    ['an attribute that is a text', { message: { ...message, attributes: { a: 'b' } } }],
    ['an attribute without a text', { message: { ...message, attributes: { a: { DataType: 'String' } } } }],
    ['an attribute without a type', { message: { ...message, attributes: { a: { StringValue: 'b' } } } }],
    ['a group that is no text', { message: { ...message, groupId: 1 } }],
    ['no count of attempts', { attempted: undefined }],
    ['a negative count', { attempted: -1 }],
    [
      'no tenant anywhere',
      {
        key: { ...key, tenant: '' },
        message: { ...message, body: JSON.stringify({ id: key.notificationId, tenant: '' }) },
      },
    ],
    ['a key of the audit chain', { key: { ...key, notificationId: 'C#acme' } }],
  ])('refuses a malformed item: %s', async (_, change) => {
    expect(await codeOf(change)).toBe('ledger.parked.malformed');
  });
});
