import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import orderShipped from '../../../shared/catalogue/order-shipped';
import type { EndpointFormat } from '../../../shared/domain/webhook/format/endpoint-format';
import { A_SECRET, anEndpoint } from '../../../shared/testing/factories';
import { someSealedHeaders } from '../../../shared/testing/sealed';
import { testDesk } from '../testing/test-desk';
import { preview as previewEndpoint } from './preview';

const NOTIFICATION = {
  id: '01M83VVAE0DXK8DR745633EZ6J',
  type: 'order.shipped',
  subject: 'A-10293',
  source: '/shop/orders',
  time: '2026-11-23T09:30:00Z',
  tenant: 'another',
  data: orderShipped.example,
};

function setUp(format?: EndpointFormat, headers: Readonly<Record<string, string>> = {}) {
  const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1', ...(format && { format }) });
  const desk = testDesk([{ ...endpoint, headers: someSealedHeaders(headers, endpoint) }]);
  const file = (content: unknown): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'preview-')), 'notification.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const preview = async (content: unknown = NOTIFICATION, json = false) => {
    const now = { now: () => new Date() };
    await previewEndpoint('ep_1', file(content), { tenant: 'demo', json }, { ...desk, clock: now });
    return desk.terminal.output();
  };
  return { preview, desk };
}

test('the request is shown with its headers and its body, signed, as it would be posted', async () => {
  const output = await setUp({ name: 'cloudevents-binary' }, { 'x-shop': 'one' }).preview();
  const [head = '', body = ''] = output.trimEnd().split('\n\n');
  const [first, ...lines] = head.split('\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
  expect(first).toBe('POST https://hooks.example.com/carillon');
  expect(headers).toEqual({
    'x-shop': '[sealed]',
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': NOTIFICATION.id,
    'ce-type': 'order.shipped',
    'ce-source': '/shop/orders',
    'ce-subject': 'A-10293',
    'ce-time': NOTIFICATION.time,
    'ce-tenant': 'demo',
    'ce-severity': 'info',
    'webhook-id': NOTIFICATION.id,
    'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
    'webhook-signature': expect.stringMatching(/^v1,/),
  });
  expect(new Webhook(A_SECRET).verify(body, headers)).toEqual(orderShipped.example);
});

test('a credential that a preset puts into the body is not shown', async () => {
  const routingKey = 'R0123456789ABCDEFGHIJKLMNOPQRSTU';
  const output = await setUp({ name: 'pagerduty' }, { 'x-routing-key': routingKey }).preview(NOTIFICATION, true);
  const { format, body, headers } = JSON.parse(output);
  expect([format, headers['x-routing-key'], JSON.parse(body).routing_key]).toEqual([
    'pagerduty',
    '[sealed]',
    '[sealed]',
  ]);
  expect(output).not.toContain(routingKey);
});

test('a notification that would be refused, or rejected because of the format, is refused with every fault', async () => {
  await expect(setUp().preview({ type: 'order.shipped', data: {} })).rejects.toMatchObject({
    code: 'notification.invalid',
    faults: expect.arrayContaining([expect.objectContaining({ code: 'notification.data.invalid' })]),
  });
  const { preview } = setUp({ name: 'template', template: '{{ data.orderNumber }}' });
  await expect(preview()).rejects.toMatchObject({
    code: 'notification.invalid',
    faults: [expect.objectContaining({ code: 'webhook.template.unquoted' })],
  });
});

test('an endpoint that does not exist is named', async () => {
  const desk = testDesk([]);
  const file = join(mkdtempSync(join(tmpdir(), 'preview-')), 'notification.json');
  writeFileSync(file, JSON.stringify(NOTIFICATION));
  await expect(previewEndpoint('ep_2', file, { tenant: 'demo' }, desk)).rejects.toMatchObject({
    code: 'cli.unknown_endpoint',
  });
});
