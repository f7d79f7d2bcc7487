import specification from '@asyncapi/specs/schemas/3.0.0.json';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { channels } from '../../../handlers';
import { catalogue } from '../../../shared/catalogue';
import document from '../../../shared/catalogue/asyncapi.json';
import { aNotification } from '../../../shared/testing/factories';

interface Message {
  readonly payload: object;
  readonly examples?: readonly { readonly payload: object }[];
}
const messages = Object.entries(document.components.messages) as unknown as [string, Message][];

/** Faults of a value by the schema at a path of the document. */
function faultsOf(path: readonly string[], value: unknown): unknown {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'asyncapi.json');
  const validate = ajv.compile({ $ref: `asyncapi.json#/${path.join('/')}` });
  return validate(value) ? [] : validate.errors;
}

const refsIn = (value: unknown): string[] =>
  Object.entries(value ?? {}).flatMap(([key, inner]) =>
    key === '$ref' ? [inner as string] : typeof inner === 'object' ? refsIn(inner) : [],
  );
const find = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);

test('the document is AsyncAPI 3.0, bindings included', () => {
  const validate = addFormats(new Ajv({ strict: false, logger: false, meta: false, validateSchema: false })).compile(
    specification,
  );
  expect([validate(document), validate.errors]).toEqual([true, null]);
  const { notifications, ...channels } = document.channels;
  const bindings = { sns: { ...notifications.bindings.sns, bindingVersion: '9.9.9' } };
  expect(validate({ ...document, channels: { ...channels, notifications: { ...notifications, bindings } } })).toBe(
    false,
  );
});

test('every reference leads somewhere', () => {
  expect(refsIn(document).filter((ref) => find(ref) === undefined)).toEqual([]);
});

test('each type is published and posted, and each channel has its queue', () => {
  const expected = catalogue.flatMap(({ type }) => [`${type}.notification`, `${type}.webhook`]);
  expect(messages.map(([id]) => id)).toEqual(expect.arrayContaining(expected));
  expect(Object.keys(document.channels)).toEqual([
    'notifications',
    ...channels.map(({ name }) => `${name}Queue`),
    'webhooks',
    'events',
  ]);
});

test.each(messages.filter(([, { examples }]) => examples))('%s: the example is what the schema says', (id, message) => {
  const [example] = message.examples ?? [];
  const path = ['components', 'messages', id, 'payload'];
  expect(faultsOf(path, example?.payload)).toEqual([]);
  expect(faultsOf(path, { ...example?.payload, data: { unknown: 1 } })).not.toEqual([]);
});

test('a notification is described, and is no webhook event without its channels', () => {
  const notification = aNotification();
  const { channels: _, ...without } = notification;
  expect(faultsOf(['components', 'schemas', 'Notification'], notification)).toEqual([]);
  expect(faultsOf(['components', 'schemas', 'Notification'], without)).not.toEqual([]);
  expect(faultsOf(['components', 'schemas', 'WebhookEvent'], without)).toEqual([]);
});
