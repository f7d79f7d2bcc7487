import { catalogueFaults } from '../catalogue/type-faults';
import type { Notification } from '../domain/notification/notification';
import type { QueueMessage } from '../ports/channel-queue';
import { aManifest } from '../testing/channel-fixture';
import { aMessage, aNotification, aReceived } from '../testing/factories';
import { type ExamineOptions, examine } from './examine';

const options: ExamineOptions = { manifest: aManifest(), channels: ['email', 'webhook'], catalogueFaults: () => [] };
const look = (message: QueueMessage, overrides: Partial<ExamineOptions> = {}) =>
  examine(aReceived(message, { messageId: 'm-1' }), { ...options, ...overrides });
const codes = (examination: ReturnType<typeof examine>): string[] =>
  examination.kind === 'refused' ? examination.faults.map(({ code }) => code) : [];

describe('examine', () => {
  const notification = aNotification();

  it('passes a notification that the filter policy matches', () => {
    expect(look(aMessage(notification))).toEqual({ kind: 'notification', notification });
  });

  it('refuses a text that is no notification, under the message id and a placeholder tenant', () => {
    expect(look({ body: 'hello', attributes: {} })).toEqual({
      kind: 'refused',
      id: 'm-1',
      tenant: '?',
      faults: [expect.objectContaining({ code: 'json.malformed' })],
    });
  });

  it('refuses a malformed notification under its own id, tenant and type, if they are readable', () => {
    const { id, tenant, type } = notification;
    const broken = { ...notification, severity: 'fatal' } as unknown as Notification;
    expect(look(aMessage(broken))).toEqual({
      kind: 'refused',
      id,
      tenant,
      type,
      faults: [expect.objectContaining({ code: 'notification.severity.malformed' })],
    });
  });

  it('refuses message attributes that contradict the notification', () => {
    const message = aMessage(notification);
    const tenant = { DataType: 'String', StringValue: 'other' };
    const examination = look({ ...message, attributes: { ...message.attributes, tenant } });
    expect(codes(examination)).toEqual(['notification.attribute.mismatch']);
  });

  it('refuses a message without attributes, which no filter can have let through', () => {
    expect(codes(look({ ...aMessage(notification), attributes: {} }))).toHaveLength(4);
  });

  it('refuses data that the catalogue does not allow', () => {
    const fault = { code: 'catalogue.data', path: '/data/order', message: 'order is missing' };
    const { id, tenant, type } = notification;
    expect(look(aMessage(notification), { catalogueFaults: () => [fault] })).toEqual({
      kind: 'refused',
      id,
      tenant,
      type,
      faults: [fault],
    });
  });

  it('refuses an SNS envelope and says how to turn it off, whatever is inside', () => {
    const Message = JSON.stringify(notification);
    const body = JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-central-1:1:t', Message });
    const examination = look({ ...aMessage(notification), body });
    expect(codes(examination)[0]).toBe('notification.sns_envelope');
    expect(examination).toMatchObject({ kind: 'refused', id: 'm-1', tenant: '?' });
  });

  it('does not mistake a notification for an SNS envelope because its data mentions one', () => {
    const data = { Type: 'Notification', TopicArn: 'x' };
    expect(look(aMessage(aNotification({ data }))).kind).toBe('notification');
  });

  it('classifies a stray, which came before a new filter policy took effect', () => {
    const stray = aNotification({ channels: 'webhook' });
    expect(look(aMessage(stray))).toEqual({ kind: 'stray', notification: stray });
  });

  it.each(['email,sms', 'sms,email', 'email,emial'])(
    'wants a notification with its name in channels: %s',
    (channels) => {
      const notification = aNotification({ channels });
      expect(look(aMessage(notification))).toEqual({ kind: 'notification', notification });
    },
  );

  it('wants every notification with an empty filter policy', () => {
    const manifest = aManifest({ filterPolicy: {} });
    expect(look(aMessage(aNotification({ channels: 'webhook' })), { manifest }).kind).toBe('notification');
  });
});

describe('a refusal', () => {
  const data = { orderNumber: 'A-10293', carrier: 'Northline', items: [{ name: 'lamp', quantity: 1 }] };
  /**
   * The faults that a mail channel finds in a notification whose attributes were changed after its message attributes.
   */
  const refused = (overrides: object): string[] => {
    const notification = aNotification({ tenant: 'acme', data });
    const message = { ...aMessage(notification), body: JSON.stringify({ ...notification, ...overrides }) };
    const manifest = aManifest({ capabilities: ['email:send'] });
    const examination = look(message, { manifest, catalogueFaults: catalogueFaults('refuse') });
    return examination.kind === 'refused' ? examination.faults.map(({ code, path }) => `${code} ${path}`) : [];
  };

  it('lists the faults of all stages: text, attributes, size, routing, catalogue, channels and recipients', () => {
    const data = { text: 'x'.repeat(262_000), half: '\ud800' };
    expect(refused({ severity: 'fatal', channels: 'fax', recipients: 'ann', type: 'order.shiped', data })).toEqual([
      'json.lone_surrogate /data/half',
      'notification.severity.malformed /severity',
      'notification.too_large ',
      'notification.attribute.mismatch /type',
      'notification.attribute.mismatch /channels',
      'notification.type.unknown /type',
      'notification.channels.unknown /channels',
      'notification.recipients.address_malformed /recipients',
    ]);
  });

  it.each([
    ['a type that is malformed is not looked up', { type: 'Order' }, ['notification.type.malformed /type']],
    [
      'recipients that are malformed are not read',
      { recipients: 7 },
      ['notification.recipients.malformed /recipients'],
    ],
    [
      'an empty list is malformed, and not missing',
      { recipients: '' },
      ['notification.recipients.malformed /recipients'],
    ],
  ])('lists one fault per attribute: %s', (_, overrides, expected) => {
    expect(refused(overrides)).toEqual(expected);
  });

  it('lists missing recipients if the channel needs them', () => {
    const faults = ['notification.locale.malformed /locale', 'notification.recipients.missing /recipients'];
    expect(refused({ locale: 1, recipients: undefined })).toEqual(faults);
    expect(refused({ locale: 1, recipients: undefined, channels: 'webhook' })).not.toContain(faults[1]);
  });

  it('is not caused by unreadable recipients or an unknown channel alone: other channels may not need them', () => {
    const message = aMessage(aNotification({ channels: 'email,fax', recipients: 'ann' }));
    expect(look(message).kind).toBe('notification');
  });
});

describe('a notification that is too large to be retried', () => {
  it('is refused for its size alone', () => {
    const message = aMessage(aNotification({ type: 'invoice.created', data: { text: 'x'.repeat(260_000) } }));
    const examination = examine(aReceived(message), options);
    expect(examination).toMatchObject({ kind: 'refused', faults: [{ code: 'notification.too_large' }] });
  });
});
