import { channels } from '../../../handlers';
import { version } from '../../../package.json';
import { catalogue } from '../../../shared/catalogue';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import { ROUTING_ATTRIBUTES, SEVERITIES } from '../../../shared/domain/notification/notification';
import { plain } from '../catalogue/compiler';
import { eventMessages } from './asyncapi-events';
import type { Json } from './map-schema';

const TYPES: readonly TypeDefinition[] = [...catalogue].sort((one, other) => (one.type < other.type ? -1 : 1));

/**
 * The AsyncAPI 3.0 description: what producers publish, what each channel's queue gets, what webhooks receive, and what
 * operators are told.
 */
export function asyncApiDocument(): Json {
  const queues = Object.fromEntries(channels.map((channel) => [`${channel.name}Queue`, queueOf(channel)]));
  const receive = channels.map(({ name }) => [`receive-${name}`, operation('receive', `${name}Queue`)]);
  return {
    asyncapi: '3.0.0',
    info: INFO,
    defaultContentType: 'application/cloudevents+json',
    channels: { notifications: NOTIFICATIONS, ...queues, webhooks: WEBHOOKS, events: EVENTS },
    operations: {
      publish: operation('receive', 'notifications', 'Producers publish; the service receives.'),
      ...Object.fromEntries(receive),
      post: operation('send', 'webhooks', 'Posts to each endpoint that wants the type.'),
      raise: operation('send', 'events', 'Tells operators what needs them.'),
    },
    components: {
      messages: { ...Object.fromEntries(TYPES.flatMap(messagesOf)), ...eventMessages() },
      schemas: {
        Notification: NOTIFICATION,
        WebhookEvent: WEBHOOK_EVENT,
        Attributes: ATTRIBUTES,
        WebhookHeaders: WEBHOOK_HEADERS,
      },
    },
  };
}

const INFO = {
  title: 'Carillon',
  version,
  description: 'Notifications, from the topic that producers publish to, to the webhooks that receivers get.',
  license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
};

const text = (description: string, more: Json = {}): Json => ({ type: 'string', description, ...more });
const time = (description: string): Json => text(description, { format: 'date-time' });

const WEBHOOK_ATTRIBUTES = {
  specversion: { const: '1.0' },
  id: text('ULID: a repeated id is the same notification', { pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' }),
  source: text('URI reference of the producer', { maxLength: 256 }),
  type: text('dot-separated lower-case words', { maxLength: 128 }),
  subject: text('such as an order number', { maxLength: 256 }),
  time: time('when it happened: RFC 3339 with an offset'),
  datacontenttype: text('application/json'),
  dataschema: text('absolute URI of the schema of data', { format: 'uri' }),
  data: { type: 'object' },
  tenant: text('owner: endpoints, suppressions and fairness are per tenant', { pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' }),
  severity: text('how serious it is', { enum: [...SEVERITIES] }),
  locale: text('BCP 47 language tag'),
  expirytime: time('no delivery is attempted after it'),
  traceparent: text('W3C Trace Context'),
};
const ROUTING: Readonly<Record<(typeof ROUTING_ATTRIBUTES)[number], Json>> = {
  channels: text('comma-separated names of channels'),
  recipients: text('RFC 5322 address list, as in a To header; at most 50 addresses'),
  idempotencykey: text("the producer's own key", { minLength: 1, maxLength: 128 }),
};
const ALWAYS = ['specversion', 'id', 'source', 'type', 'time', 'data', 'tenant'];

const NOTIFICATION = {
  type: 'object',
  description: 'a CloudEvents 1.0 event in JSON, structured mode',
  required: [...ALWAYS, 'channels'],
  properties: { ...WEBHOOK_ATTRIBUTES, ...ROUTING },
};
const WEBHOOK_EVENT = {
  type: 'object',
  description: `the notification without ${ROUTING_ATTRIBUTES.join(', ')}; every attempt posts the same bytes`,
  required: ALWAYS,
  properties: WEBHOOK_ATTRIBUTES,
};
const ATTRIBUTES = {
  type: 'object',
  description: 'message attributes of SNS, by which subscriptions filter; MessageGroupId is the tenant',
  required: ['type', 'tenant', 'channels', 'severity'],
  properties: {
    type: text('String'),
    tenant: text('String'),
    channels: text('String.Array: a JSON array of names'),
    severity: text('String'),
  },
};
const WEBHOOK_HEADERS = {
  type: 'object',
  description: 'Standard Webhooks: docs/verify-webhooks.md',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': text('id of the notification; the same in every attempt'),
    'webhook-timestamp': text('Unix seconds of the attempt', { pattern: '^[0-9]+$' }),
    'webhook-signature': text('signatures separated by spaces: v1,… (HMAC-SHA256) and v1a,… (ed25519)'),
  },
};

const refs = (kind: string): Json =>
  Object.fromEntries(TYPES.map(({ type }) => [`${type}.${kind}`, { $ref: `#/components/messages/${type}.${kind}` }]));

const NOTIFICATIONS = {
  address: 'carillon-{environment}-notifications',
  description: 'the SNS topic of the output topic_arn',
  parameters: { environment: { description: 'name of the environment, such as prod' } },
  messages: refs('notification'),
  bindings: { sns: { name: 'carillon-<environment>-notifications', bindingVersion: '0.1.0' } },
};
const queueOf = ({ name, description, queue: { maxReceiveCount } }: ChannelManifest): Json => ({
  address: `carillon-{environment}-${name}`,
  description: `the SQS queue of the channel ${name}, which ${description}; raw message delivery`,
  parameters: { environment: { description: 'name of the environment, such as prod' } },
  messages: refs('notification'),
  bindings: {
    sqs: {
      queue: {
        name: `carillon-<environment>-${name}`,
        fifoQueue: false,
        redrivePolicy: { deadLetterQueue: { name: `carillon-<environment>-${name}-dlq` }, maxReceiveCount },
      },
      bindingVersion: '0.2.0',
    },
  },
});
const WEBHOOKS = { description: "the URL of a tenant's endpoint", messages: refs('webhook') };
const EVENTS = {
  address: 'carillon-{environment}-events',
  description: 'the SNS topic of the output events_topic_arn',
  parameters: { environment: { description: 'name of the environment, such as prod' } },
  messages: Object.fromEntries(Object.keys(eventMessages()).map((id) => [id, { $ref: `#/components/messages/${id}` }])),
  bindings: { sns: { name: 'carillon-<environment>-events', bindingVersion: '0.1.0' } },
};

const operation = (action: 'send' | 'receive', channel: string, summary?: string): Json => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  ...(summary !== undefined && { summary }),
});

function messagesOf({
  type,
  description,
  data,
  channels: reached,
  severity,
  example,
}: TypeDefinition): [string, Json][] {
  const event = {
    specversion: '1.0',
    id: '01M83VVAE0DXK8DR745633EZ6J',
    source: '/shop',
    type,
    time: '2026-11-23T09:30:00Z',
    tenant: 'demo',
    severity,
  };
  const message = (kind: string, headers: string, schema: string, payload: Json): [string, Json] => [
    `${type}.${kind}`,
    {
      name: type,
      title: type,
      summary: description,
      contentType: kind === 'webhook' ? 'application/json' : 'application/cloudevents+json',
      headers: { $ref: `#/components/schemas/${headers}` },
      payload: {
        allOf: [
          { $ref: `#/components/schemas/${schema}` },
          { properties: { type: { const: type }, data: plain(data) } },
        ],
      },
      examples: [{ name: type, payload }],
    },
  ];
  return [
    message('notification', 'Attributes', 'Notification', { ...event, channels: reached.join(','), data: example }),
    message('webhook', 'WebhookHeaders', 'WebhookEvent', { ...event, data: example }),
  ];
}
