import * as Type from '@sinclair/typebox';
import { DELIVERY_STATES } from '../../domain/delivery/claim';
import { defineRoute } from './define-route';
import { closed, literals, open, page, paging, period, tenant, time, typeOfNotification, warnings } from './parts';

const id = Type.String({ description: 'id of an endpoint', examples: ['ep_01m83vvae0dxk8dr745633ez6j'] });
const url = Type.String({ maxLength: 2_048, description: 'https URL', examples: ['https://example.com/webhooks'] });
const types = Type.Array(Type.String({ maxLength: 200 }), {
  minItems: 1,
  maxItems: 100,
  description: 'types that it gets: order.shipped, order.* or *',
  examples: [['order.*']],
});
const headers = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string', maxLength: 4_096 },
  description: 'sent with every request; values are never shown again',
});
const ratePerSecond = Type.Number({ minimum: 1 / 3600, maximum: 1_000, description: 'attempts per second at most' });
const contentType = Type.String({ maxLength: 200, description: 'content type of the body' });
const filter = Type.Unsafe<object>({
  type: 'object',
  description: 'an SNS filter policy over the event: it gets only what matches. Default: everything of its types',
  examples: [{ data: { amount: [{ numeric: ['>', 100] }] } }],
});
const format = Type.Union(
  [
    literals(
      ['standard', 'cloudevents', 'cloudevents-binary', 'slack', 'teams', 'pagerduty'],
      'a CloudEvent, or a message that the receiver knows',
    ),
    closed({
      template: Type.String({ minLength: 1, maxLength: 8_192, description: 'a Liquid template that renders JSON' }),
    }),
  ],
  { description: 'what it receives. Default: standard' },
);
const secret = Type.String({ maxLength: 200, description: 'whsec_… or whsk_… of your own. Default: a new one' });

const state = open({
  enabled: Type.Boolean(),
  reason: Type.Optional(Type.String({ description: 'why it is disabled' })),
  since: time('since when'),
  disabledSince: Type.Optional(time('when it was disabled first, once it has been enabled again')),
});

const endpoint = open(
  {
    id,
    tenant,
    url,
    types,
    headers: Type.Array(Type.String(), { description: 'names of its headers' }),
    secrets: Type.Array(
      open({
        createdAt: time('since when it signs'),
        publicKey: Type.Optional(Type.String({ description: 'whpk_…, with which receivers verify' })),
        expiresAt: Type.Optional(time('it signs no longer from then on')),
      }),
      { description: 'its signing secrets, newest first' },
    ),
    ratePerSecond: Type.Optional(ratePerSecond),
    contentType: Type.Optional(contentType),
    filter: Type.Optional(filter),
    format: Type.Optional(Type.Unknown({ description: '`name` of the format, and its template' })),
    state,
    createdAt: time('when it was added'),
    circuit: Type.Optional(Type.Unknown({ description: 'present while its deliveries fail' })),
  },
  { title: 'Endpoint' },
);

/** A generated secret is shown in the answer that made it, and never again. */
const made = {
  secret: Type.Optional(Type.String({ description: 'a generated symmetric secret; it is shown only here' })),
  publicKey: Type.Optional(Type.String({ description: 'the public key of a generated signing key' })),
};

const saved = open({ endpoint, ...made, warnings }, { title: 'SavedEndpoint' });

export const listEndpoints = defineRoute({
  id: 'listEndpoints',
  method: 'GET',
  path: '/v1/endpoints',
  tag: 'endpoints',
  summary: 'Endpoints of a tenant',
  roles: ['reader', 'operator'],
  query: closed(paging),
  answers: {
    200: {
      description: 'in the order of their ids',
      schema: open({ endpoints: Type.Array(endpoint), ...page }, { title: 'Endpoints' }),
    },
  },
});

export const listDeliveries = defineRoute({
  id: 'listDeliveries',
  method: 'GET',
  path: '/v1/endpoints/{id}/deliveries',
  tag: 'endpoints',
  summary: 'Deliveries to an endpoint, newest first, delivered ones too',
  description: 'A delivery is listed some seconds after its first attempt.',
  roles: ['reader', 'operator'],
  query: closed({
    state: Type.Optional(literals(DELIVERY_STATES, 'only in this state; claimed is not listed')),
    type: Type.Optional(typeOfNotification),
    ...period,
    ...paging,
  }),
  answers: {
    200: {
      description: 'a page',
      schema: open(
        {
          deliveries: Type.Array(
            open({
              id: Type.String({ description: 'of the notification' }),
              type: Type.String(),
              acceptedAt: time('when the notification was accepted'),
              state: Type.String(),
            }),
          ),
          ...page,
        },
        { title: 'Deliveries' },
      ),
    },
  },
});

export const listEndpointHealth = defineRoute({
  id: 'listEndpointHealth',
  method: 'GET',
  path: '/v1/endpoint-health',
  tag: 'endpoints',
  summary: 'How the endpoints of a tenant fare: their circuits, and their latest 50 deliveries',
  roles: ['reader', 'operator'],
  query: closed(paging),
  answers: {
    200: {
      description: 'in the order of their ids',
      schema: open(
        {
          endpoints: Type.Array(
            open({
              endpoint: id,
              url,
              enabled: Type.Boolean(),
              disabledSince: Type.Optional(time('since when it is disabled')),
              disabledReason: Type.Optional(Type.String()),
              circuit: Type.Optional(Type.Unknown({ description: 'present while its deliveries fail' })),
              deliveries: Type.Integer({ description: 'number of its latest deliveries, at most 50' }),
              successRate: Type.Optional(
                Type.Number({ description: 'share of them that was delivered, 0 to 1; absent without any' }),
              ),
              lastFailure: Type.Optional(time('acceptance of the latest one that was not delivered')),
            }),
          ),
          ...page,
        },
        { title: 'EndpointHealth' },
      ),
    },
  },
});

export const addEndpoint = defineRoute({
  id: 'addEndpoint',
  method: 'POST',
  path: '/v1/endpoints',
  tag: 'endpoints',
  summary: 'Add an endpoint',
  roles: ['operator'],
  body: closed(
    {
      tenant: Type.Optional(tenant),
      url,
      types,
      headers: Type.Optional(headers),
      ratePerSecond: Type.Optional(ratePerSecond),
      contentType: Type.Optional(contentType),
      filter: Type.Optional(filter),
      format: Type.Optional(format),
      secret: Type.Optional(secret),
      asymmetric: Type.Optional(
        Type.Boolean({
          default: false,
          description: 'a new secret is an ed25519 key: the receiver gets its public part',
        }),
      ),
      disabled: Type.Optional(
        Type.String({ minLength: 1, maxLength: 200, description: 'add it disabled, for this reason' }),
      ),
    },
    { title: 'NewEndpoint' },
  ),
  example: { url: 'https://example.com/webhooks', types: ['order.*'] },
  answers: {
    201: { description: 'added', schema: saved, headers: { location: 'where it is found' } },
  },
  refusals: [409, 422],
});

export const getEndpoint = defineRoute({
  id: 'getEndpoint',
  method: 'GET',
  path: '/v1/endpoints/{id}',
  tag: 'endpoints',
  summary: 'One endpoint',
  roles: ['reader', 'operator'],
  answers: { 200: { description: 'the endpoint', schema: endpoint } },
});

export const updateEndpoint = defineRoute({
  id: 'updateEndpoint',
  method: 'PATCH',
  path: '/v1/endpoints/{id}',
  tag: 'endpoints',
  summary: 'Change an endpoint; what is left out stays',
  roles: ['operator'],
  body: closed(
    {
      url: Type.Optional(url),
      types: Type.Optional(types),
      headers: Type.Optional(headers),
      removeHeaders: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
      ratePerSecond: Type.Optional(Type.Union([ratePerSecond, Type.Null()], { description: 'null removes the rate' })),
      contentType: Type.Optional(contentType),
      filter: Type.Optional(Type.Union([filter, Type.Null()], { description: 'null removes the filter' })),
      format: Type.Optional(format),
    },
    { title: 'EndpointChange' },
  ),
  example: { types: ['order.*', 'invoice.issued'], ratePerSecond: 5 },
  answers: { 200: { description: 'changed', schema: open({ endpoint, warnings }, { title: 'ChangedEndpoint' }) } },
  refusals: [409, 422],
});

export const removeEndpoint = defineRoute({
  id: 'removeEndpoint',
  method: 'DELETE',
  path: '/v1/endpoints/{id}',
  tag: 'endpoints',
  summary: 'Remove an endpoint; its open deliveries end',
  roles: ['operator'],
  answers: { 204: { description: 'removed' } },
});

export const rotateEndpoint = defineRoute({
  id: 'rotateEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/rotate',
  tag: 'endpoints',
  summary: 'Give an endpoint a new signing secret',
  description: 'Requests are signed with the old and the new secret until the overlap ends.',
  roles: ['operator'],
  body: closed(
    {
      overlapSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 2_592_000,
          default: 86_400,
          description: 'seconds in which older secrets still sign, at most 30 days',
        }),
      ),
      secret: Type.Optional(secret),
      asymmetric: Type.Optional(Type.Boolean({ description: 'Default: the kind of the secret that it replaces' })),
    },
    { title: 'Rotation' },
  ),
  example: { overlapSeconds: 86_400 },
  answers: { 200: { description: 'rotated', schema: open({ endpoint, ...made }, { title: 'RotatedEndpoint' }) } },
  refusals: [409, 422],
});

export const testEndpoint = defineRoute({
  id: 'testEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/test',
  tag: 'endpoints',
  summary: 'Send an endpoint a signed test event, once',
  description: 'Also to a disabled one. Nothing is recorded.',
  roles: ['operator'],
  answers: {
    200: {
      description: 'what the receiver answered',
      schema: open(
        {
          eventId: Type.String({ description: '`webhook-id` of the test event' }),
          outcome: literals(['delivered', 'rejected', 'retry', 'suppressed'], 'what a delivery would become'),
          reason: Type.Optional(Type.String()),
          status: Type.Optional(Type.Integer({ description: 'status of the response' })),
          durationMs: Type.Optional(Type.Number()),
        },
        { title: 'TestResult' },
      ),
    },
  },
  refusals: [409],
  throttle: { rate: 5, burst: 10 },
});

export const enableEndpoint = defineRoute({
  id: 'enableEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/enable',
  tag: 'endpoints',
  summary: 'Enable an endpoint, and forget its failures',
  roles: ['operator'],
  answers: { 200: { description: 'enabled', schema: state } },
  refusals: [409],
});

export const disableEndpoint = defineRoute({
  id: 'disableEndpoint',
  method: 'POST',
  path: '/v1/endpoints/{id}/disable',
  tag: 'endpoints',
  summary: 'Disable an endpoint; its deliveries are held',
  roles: ['operator'],
  body: closed(
    { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'why, for people' })) },
    { title: 'Disabling' },
  ),
  example: { reason: 'receiver moves' },
  answers: { 200: { description: 'disabled', schema: state } },
  refusals: [409, 422],
});
