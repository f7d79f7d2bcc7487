import { aNotification } from '../../../testing/factories';
import { webhookBody } from '../../notification/routing';
import { type EndpointFormat, FORMAT_NAMES, formatFaults, MAX_TEMPLATE_LENGTH } from './endpoint-format';
import { formatEvent, MAX_BINARY_HEADERS_LENGTH, type RenderTemplate } from './format-event';

const body = webhookBody(
  aNotification({ tenant: 'acme', subject: 'A-1', data: { order: '4711', note: ' ', lines: [] } }),
);
const withExtension = (extension: Readonly<Record<string, string>>) => ({ ...aNotification(), ...extension });
const rendering: RenderTemplate = (source, variables) => ({ ok: true, text: JSON.stringify([source, variables]) });
const notRendering: RenderTemplate = () => {
  throw new Error('no template is rendered');
};

test('the standard format sends the text that was made when the delivery was created, as JSON', () => {
  expect(formatEvent({ body, headers: {} }, notRendering)).toEqual({
    ok: true,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
  });
});

test('an endpoint that was stored with a media type and without a format keeps both', () => {
  expect(formatEvent({ body, headers: {}, contentType: 'application/cloudevents+json' }, notRendering)).toEqual({
    ok: true,
    headers: { 'content-type': 'application/cloudevents+json' },
    body,
  });
});

test('structured mode sends the same text under the media type of CloudEvents', () => {
  expect(formatEvent({ body, headers: {}, format: { name: 'cloudevents' } }, notRendering)).toEqual({
    ok: true,
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    body,
  });
});

test('a template sees attributes, data, fields of the data, and the headers of the endpoint', () => {
  const format: EndpointFormat = { name: 'template', template: '{}' };
  const formatted = formatEvent({ body, headers: { 'x-key': 'hush' }, format }, rendering);
  const { data, ...notification } = JSON.parse(body);
  const fields = [{ name: 'order', value: '4711' }];
  expect(formatted).toEqual({
    ok: true,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: expect.any(String),
  });
  expect(formatted.ok && JSON.parse(formatted.body)).toEqual([
    format,
    { notification, data, fields, headers: { 'x-key': 'hush' } },
  ]);
});

test('attributes that take too much room as headers are refused for good, with the way out', () => {
  const large = webhookBody(withExtension({ comment: 'x'.repeat(MAX_BINARY_HEADERS_LENGTH) }));
  const formatted = formatEvent({ body: large, headers: {}, format: { name: 'cloudevents-binary' } }, notRendering);
  expect(formatted).toMatchObject({
    ok: false,
    isTransient: false,
    fault: { code: 'webhook.format.headers_too_large', message: expect.stringContaining('the format cloudevents') },
  });
});

test('a format of a newer version is not sent in another one: the delivery waits for the deployment', () => {
  const format = { name: 'protobuf' } as unknown as EndpointFormat;
  expect(formatEvent({ body, headers: {}, format }, notRendering)).toMatchObject({
    ok: false,
    isTransient: true,
    fault: { code: 'webhook.format.unknown' },
  });
});

test('without its routing key an event for PagerDuty is not rendered', () => {
  expect(formatEvent({ body, headers: {}, format: { name: 'pagerduty' } }, notRendering)).toMatchObject({
    ok: false,
    isTransient: false,
    fault: { code: 'webhook.format.header_missing' },
  });
});

describe('the settings of an endpoint', () => {
  const codes = (settings: Parameters<typeof formatFaults>[0]) => formatFaults(settings).map(({ code }) => code);
  const format = (name: string) => ({ name, template: '{}' }) as EndpointFormat;

  it.each(FORMAT_NAMES)('may have the format %s', (name) => {
    expect(codes({ format: format(name), headerNames: ['x-routing-key'] })).toEqual([]);
  });

  it.each<[string, Parameters<typeof formatFaults>[0], string]>([
    ['an unknown format', { format: format('xml'), headerNames: [] }, 'webhook.format.unknown'],
    ['a name of a prototype', { format: format('constructor'), headerNames: [] }, 'webhook.format.unknown'],
    ['no routing key', { format: format('pagerduty'), headerNames: ['x-key'] }, 'webhook.format.header_missing'],
    [
      'a media type beside one that has its own',
      { format: format('cloudevents'), contentType: 'application/json', headerNames: [] },
      'webhook.format.content_type_fixed',
    ],
    [
      'a template that is too long',
      { format: { name: 'template', template: 'x'.repeat(MAX_TEMPLATE_LENGTH + 1) }, headerNames: [] },
      'webhook.template.too_long',
    ],
  ])('may not have %s', (_, settings, code) => {
    expect(codes(settings)).toEqual([code]);
  });
});
