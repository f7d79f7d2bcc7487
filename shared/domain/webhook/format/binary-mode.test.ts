import fc from 'fast-check';
import { aNotification } from '../../../testing/factories';
import { isCloudEventsString } from '../../notification/attribute-rules';
import { webhookBody } from '../../notification/routing';
import { binaryMode, percentEncoded } from './binary-mode';

/** A receiver of the binding's section 3.1.3.2: one round of percent-decoding, which refuses what is not UTF-8. */
const decoded = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('ce-') ? [[name.slice('ce-'.length), decodeURIComponent(value)]] : [],
    ),
  );

test('data is the body, its media type the content type, and every other attribute a header', () => {
  const event = {
    specversion: '1.0',
    id: '01M83VVAE0DXK8DR745633EZ6J',
    source: '/shop/orders?from=1',
    type: 'order.shipped',
    subject: 'Zürich "4711" 100%',
    datacontenttype: 'application/json; charset=utf-8',
    attempts: 3,
    urgent: true,
    data: { total: 12.5, '10': [], name: 'Jörg' },
  };
  expect(binaryMode(event)).toEqual({
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'ce-specversion': '1.0',
      'ce-id': '01M83VVAE0DXK8DR745633EZ6J',
      'ce-source': '/shop/orders?from=1',
      'ce-type': 'order.shipped',
      'ce-subject': 'Z%C3%BCrich%20%224711%22%20100%25',
      'ce-attempts': '3',
      'ce-urgent': 'true',
    },
    body: '{"10":[],"total":12.5,"name":"Jörg"}',
  });
});

test("data without a media type is JSON, as in the event's JSON", () => {
  expect(binaryMode({ data: {} }).headers).toEqual({ 'content-type': 'application/json' });
});

test("the binding's own example is encoded as it says", () => {
  expect(percentEncoded('Euro € 😀')).toBe('Euro%20%E2%82%AC%20%F0%9F%98%80');
});

test('every printable ASCII character but the double quote and the percent sign stays as it is', () => {
  const all = String.fromCharCode(...Array.from({ length: 94 }, (_, n) => 0x21 + n));
  expect(percentEncoded(all)).toBe(all.replace('%', '%25').replace('"', '%22'));
});

test('a receiver that decodes the headers gets back what was accepted, whatever the attributes hold', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).filter(isCloudEventsString);
  fc.assert(
    fc.property(text, text, fc.jsonValue(), (subject, extension, value) => {
      const comment = { comment: extension };
      const event = JSON.parse(webhookBody({ ...aNotification({ subject, data: { value } }), ...comment }));
      const { headers, body } = binaryMode(event);
      const { data, datacontenttype, ...attributes } = event;
      expect(decoded(headers)).toEqual(attributes);
      expect(JSON.parse(body)).toEqual(data);
      expect(Object.values(headers).join('')).toMatch(/^[\x20-\x7E]*$/);
    }),
  );
});
