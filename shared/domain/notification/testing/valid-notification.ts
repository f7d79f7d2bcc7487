import type { Fault } from '../../kit/errors/coded-error';
import type { Notification } from '../notification';
import { parseNotification } from '../parse-notification';

export const options = { channels: ['email', 'webhook'] };

export const valid: Notification = {
  specversion: '1.0',
  id: '01JDCQ7Z3K9V5N8X2M4T6R0WYA',
  source: '/shop/orders',
  type: 'order.shipped',
  subject: '4711',
  time: '2026-11-23T09:30:00Z',
  datacontenttype: 'application/json',
  dataschema: 'https://example.com/order-shipped.json',
  data: { order: '4711' },
  tenant: 'acme',
  channels: 'email,webhook',
  severity: 'warning',
  recipients: 'Ann <ann@example.com>',
  locale: 'de-AT',
  expirytime: '2026-11-24T09:30:00.123+01:00',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

export const KEY = 'order/4711#shipped';

export type Overrides = Readonly<Record<string, unknown>>;

export const parse = (overrides: Overrides) => parseNotification(JSON.stringify({ ...valid, ...overrides }), options);
export const faultsOf = (text: string): readonly Fault[] => {
  const result = parseNotification(text, options);
  return result.ok ? [] : result.faults;
};
export const codesOf = (overrides: Overrides): string[] => {
  const result = parse(overrides);
  return result.ok ? [] : result.faults.map(({ code, path }) => `${code} ${path}`);
};
export const longest = (length: number): string => 'x'.repeat(length);
