import * as Type from '@sinclair/typebox';
import { defineRoute } from './define-route';
import { closed, givenTime, literals, open, tenant, time } from './parts';

/** Attributes that a request may give; the SDK's rules check them. */
const entry = open(
  {
    type: Type.String({ description: 'type of the catalogue', examples: ['order.shipped'] }),
    data: Type.Unknown({ description: 'what the type needs; GET /types has its schema' }),
    tenant: Type.Optional(tenant),
    id: Type.Optional(
      Type.String({ description: 'a ULID. Default: derived from the idempotency key, else a new one' }),
    ),
    subject: Type.Optional(Type.String({ maxLength: 256 })),
    channels: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], { description: "channels. Default: the type's" }),
    ),
    recipients: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], { description: 'mail addresses, as in a To header' }),
    ),
    severity: Type.Optional(literals(['info', 'warning', 'critical'], 'how serious it is')),
    locale: Type.Optional(Type.String({ description: 'language of mails, such as de-AT' })),
    time: Type.Optional(givenTime('when it happened. Default: now')),
    expirytime: Type.Optional(givenTime('no delivery is attempted after it')),
    idempotencykey: Type.Optional(
      Type.String({ description: 'the id is derived from tenant and key; the header Idempotency-Key says the same' }),
    ),
    source: Type.Optional(Type.String({ description: 'URI reference of the producer' })),
    dataschema: Type.Optional(Type.String({ description: 'absolute URI of the schema of `data`' })),
    traceparent: Type.Optional(Type.String({ description: 'W3C Trace Context' })),
  },
  { title: 'NotificationEntry', description: 'a CloudEvents 1.0 event; missing attributes get defaults' },
);

const messageId = Type.String({ description: 'of SNS' });

const entryResult = open(
  {
    status: literals(
      ['accepted', 'refused', 'failed'],
      'accepted: SNS has it. refused: it is invalid. failed: SNS did not confirm it, so publish it again with the same id',
    ),
    id: Type.Optional(Type.String({ description: 'id of the notification' })),
    messageId: Type.Optional(messageId),
    line: Type.Optional(Type.Integer({ description: 'line of the body, from 1, if it is NDJSON' })),
    code: Type.Optional(Type.String({ description: 'why it is refused or failed' })),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(
      Type.Array(open({ code: Type.String(), pointer: Type.String(), detail: Type.String() }), {
        description: 'every fault of the entry',
      }),
    ),
  },
  { title: 'EntryResult' },
);

const accepted = open(
  {
    id: Type.String({ description: 'id of the notification' }),
    status: literals(['accepted'], 'SNS has it'),
    messageId,
  },
  { title: 'Accepted' },
);

const batchResult = open(
  {
    accepted: Type.Integer({ description: 'number of entries that SNS has' }),
    results: Type.Array(entryResult, { description: 'one for each entry, in their order' }),
  },
  { title: 'BatchResult' },
);

export const publishNotifications = defineRoute({
  id: 'publishNotifications',
  method: 'POST',
  path: '/v1/notifications',
  tag: 'notifications',
  summary: 'Publish one notification, or up to 100',
  description: `One notification as a JSON object; several as a JSON array or as NDJSON, at most 100. The body has at most 256 KiB.

An object is published or refused as a whole. Of several, each is published or refused by itself, and \`results\` says which: 202 if all were accepted, 207 if some were.

Repeat a request whose answer was lost with the same \`Idempotency-Key\`: each notification is delivered once. Of several, the key of entry n is \`<key>/<n>\`, from 0.`,
  roles: ['producer'],
  headers: {
    'idempotency-key': Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '^[ -~]+$',
      description: 'your own key of the request: 1 to 120 printable ASCII characters',
    }),
  },
  body: Type.Union([entry, Type.Array(entry, { minItems: 1, maxItems: 100 })]),
  tenant: 'optional',
  checkedByOperation: true,
  media: [
    'application/json',
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/x-ndjson',
  ],
  example: {
    type: 'order.shipped',
    recipients: 'Ada Marlow <ada@example.com>',
    data: { orderNumber: 'A-10293', carrier: 'Northline Express', items: [{ name: 'Walnut desk lamp', quantity: 1 }] },
  },
  answers: {
    202: {
      description: 'accepted',
      schema: Type.Union([accepted, batchResult]),
      headers: { location: 'where the state of a single notification is found' },
    },
    207: { description: 'some entries were accepted', schema: batchResult },
    422: { description: 'none was accepted: all are invalid', schema: batchResult },
    503: { description: 'none was accepted, and SNS did not confirm some that are valid', schema: batchResult },
  },
  refusals: [409, 422],
  throttle: { rate: 500, burst: 1_000 },
});

const attempt = open({
  n: Type.Integer({ description: 'number of the attempt, from 1' }),
  at: time('when it began'),
  outcome: Type.String({ description: 'delivered, suppressed, rejected or retry' }),
  durationMs: Type.Optional(Type.Number()),
  reason: Type.Optional(Type.String()),
  exchange: Type.Optional(Type.Unknown({ description: "the receiver's response, if it was not a success" })),
});

const delivery = open(
  {
    channel: Type.String(),
    target: Type.String({ description: 'an address, or the id of an endpoint' }),
    state: Type.String({
      description: 'claimed, retrying, held, delivered, suppressed, rejected, failed; docs/glossary.md explains them',
    }),
    attempted: Type.Integer({ description: 'number of attempts that ended' }),
    dueAt: Type.Optional(time('when the next attempt is due')),
    notBefore: Type.Optional(time('no attempt before')),
    reason: Type.Optional(Type.String()),
    attempts: Type.Array(attempt),
  },
  { title: 'Delivery' },
);

const status = open(
  {
    id: Type.String(),
    tenant: Type.Optional(Type.String()),
    type: Type.Optional(Type.String()),
    acceptedAt: Type.Optional(time('when it was accepted')),
    settled: Type.Boolean({ description: 'whether no recorded delivery is open any more' }),
    awaited: Type.Optional(Type.Array(Type.String(), { description: 'channels of which nothing is recorded yet' })),
    deliveries: Type.Array(delivery),
    text: Type.Optional(Type.String({ description: 'the notification, as it was received; only with `body=true`' })),
  },
  { title: 'NotificationStatus' },
);

export const getNotification = defineRoute({
  id: 'getNotification',
  method: 'GET',
  path: '/v1/notifications/{id}',
  tenant: 'optional',
  tag: 'notifications',
  summary: 'What became of a notification: every delivery and every attempt',
  description: 'A notification is found some tenths of a second after it was published.',
  roles: ['reader', 'operator', 'producer'],
  query: closed({ body: Type.Optional(Type.Boolean({ default: false, description: 'with the notification itself' })) }),
  answers: { 200: { description: 'its state', schema: status } },
  throttle: { rate: 100, burst: 200 },
});

const replayRequest = closed(
  {
    channel: Type.Optional(Type.String({ maxLength: 20, description: 'only on this channel. Default: all' })),
    targets: Type.Optional(
      Type.Array(Type.String({ maxLength: 320 }), {
        minItems: 1,
        maxItems: 100,
        description: 'only to these addresses or endpoints. Default: all',
      }),
    ),
    dryRun: Type.Optional(Type.Boolean({ default: false, description: 'say what would be done, and do nothing' })),
  },
  { title: 'ReplayRequest' },
);

const target = open({ channel: Type.String(), target: Type.String(), state: Type.String() });

export const replayNotification = defineRoute({
  id: 'replayNotification',
  method: 'POST',
  path: '/v1/notifications/{id}/replay',
  tenant: 'optional',
  tag: 'replays',
  summary: 'Attempt again what failed, was rejected, is held or was interrupted',
  roles: ['operator'],
  body: replayRequest,
  example: { channel: 'webhook', dryRun: true },
  answers: {
    200: {
      description: 'what would be, or is being, attempted again',
      schema: open(
        {
          dryRun: Type.Boolean(),
          deliveries: Type.Array(target, { description: 'attempted again' }),
          disabled: Type.Array(target, { description: 'left out: their endpoint is disabled' }),
          erased: Type.Array(target, { description: 'left out: their address was erased' }),
        },
        { title: 'Replay' },
      ),
    },
  },
  refusals: [409, 422],
});
