import fc from 'fast-check';
import { aNotification } from '../../testing/factories';
import { readJson } from '../kit/json/json';
import { attributeFaults, LIST_ATTRIBUTES, MESSAGE_ATTRIBUTES, messageAttributes, webhookBody } from './routing';

const notification = aNotification({ tenant: 'acme', channels: 'email,webhook', severity: 'critical' });

describe('messageAttributes', () => {
  it('repeats the attributes that filter policies read, and no others', () => {
    expect(messageAttributes(notification)).toEqual({
      type: { DataType: 'String', StringValue: 'order.shipped' },
      tenant: { DataType: 'String', StringValue: 'acme' },
      channels: { DataType: 'String.Array', StringValue: '["email","webhook"]' },
      severity: { DataType: 'String', StringValue: 'critical' },
    });
  });

  it('has the names that MESSAGE_ATTRIBUTES lists, and the lists of LIST_ATTRIBUTES', () => {
    const attributes = Object.entries(messageAttributes(notification));
    expect(attributes.map(([name]) => name)).toEqual(MESSAGE_ATTRIBUTES);
    const lists = attributes.filter(([, { DataType }]) => DataType === 'String.Array');
    expect(lists.map(([name]) => name)).toEqual(LIST_ATTRIBUTES);
  });

  it('has the readable attributes of a partly readable notification', () => {
    expect(messageAttributes({ tenant: 'acme' })).toEqual({ tenant: { DataType: 'String', StringValue: 'acme' } });
  });
});

describe('attributeFaults', () => {
  const received = messageAttributes(notification);
  const withChannels = (StringValue: string) => ({ ...received, channels: { DataType: 'String.Array', StringValue } });

  it('finds nothing wrong with the attributes of the notification', () => {
    expect(attributeFaults(notification, received)).toEqual([]);
  });

  it('accepts additional attributes of a producer', () => {
    const attributes = { ...received, shop: { DataType: 'String', StringValue: 'x' } };
    expect(attributeFaults(notification, attributes)).toEqual([]);
  });

  it('accepts the channels in any order and spacing', () => {
    expect(attributeFaults(notification, withChannels('[ "webhook", "email" ]'))).toEqual([]);
  });

  it.each(MESSAGE_ATTRIBUTES)('finds that %s is missing', (name) => {
    const { [name]: _, ...others } = received;
    const expected = received[name]?.StringValue;
    const message = `message attribute ${name} is missing, expected ${expected} as in the notification`;
    expect(attributeFaults(notification, others)).toEqual([
      { code: 'notification.attribute.mismatch', path: `/${name}`, message },
    ]);
  });

  it.each([
    '["email"]',
    '["email","webhook","audit"]',
    '["email","email"]',
    '[',
    'email,webhook',
    '["email",["webhook"]]',
  ])('finds that channels are %s', (channels) => {
    const message = `message attribute channels is ${channels}, expected ["email","webhook"] as in the notification`;
    expect(attributeFaults(notification, withChannels(channels))).toEqual([
      { code: 'notification.attribute.mismatch', path: '/channels', message },
    ]);
  });

  it('finds every list that has other channels, however similar its text is', () => {
    const list = fc.stringMatching(/^\[?"?(email|webhook|mail|,|","|"| ){0,5}"?\]?$/);
    fc.assert(
      fc.property(list, (StringValue) => {
        const attributes = { ...messageAttributes(notification), channels: { DataType: 'String.Array', StringValue } };
        const members: unknown = readJson(StringValue);
        const isSame = Array.isArray(members) && members.toSorted().join() === 'email,webhook' && members.length === 2;
        expect(attributeFaults(notification, attributes)).toHaveLength(isSame ? 0 : 1);
      }),
    );
  });

  it('finds that the tenant is another one', () => {
    const forged = { ...received, tenant: { DataType: 'String', StringValue: 'other' } };
    const message = 'message attribute tenant is other, expected acme as in the notification';
    expect(attributeFaults(notification, forged)).toEqual([
      { code: 'notification.attribute.mismatch', path: '/tenant', message },
    ]);
  });
});

describe('webhookBody', () => {
  it('is the notification without its routing attributes', () => {
    const { channels, recipients, idempotencykey, ...event } = { ...notification, idempotencykey: 'k' };
    expect(JSON.parse(webhookBody({ ...notification, idempotencykey: 'k' }))).toEqual(event);
  });

  it('keeps extension attributes', () => {
    const extended = { ...notification, partition: 'a' };
    expect(JSON.parse(webhookBody(extended))).toMatchObject({ partition: 'a' });
  });

  it('leaves the notification as it is', () => {
    const before = structuredClone(notification);
    webhookBody(notification);
    expect(notification).toEqual(before);
  });

  it('holds no character that SQS refuses', () => {
    expect(webhookBody(aNotification({ data: { mark: '\uFFFF' } }))).toContain('"mark":"\\uffff"');
  });
});
