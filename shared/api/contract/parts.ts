import * as Type from '@sinclair/typebox';
import { ENDPOINT_ID } from '../../domain/webhook/endpoint-id';

/** Schemas that several routes use. One with a `title` becomes a component of that name in OpenAPI. */

export const closed = <Properties extends Type.TProperties>(properties: Properties, options: Type.ObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** Objects of answers stay open: a later version may add members. */
export const open = <Properties extends Type.TProperties>(properties: Properties, options: Type.ObjectOptions = {}) =>
  Type.Object(properties, options);

export const time = (description: string) => Type.String({ format: 'date-time', description });

/** Of a request: RFC 3339 with any offset; the operation's rule decides. */
export const givenTime = (description: string) =>
  Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})$',
    description: `${description}: RFC 3339 with an offset, such as 2026-11-30T09:30:00Z`,
    examples: ['2026-11-30T09:30:00Z'],
  });

export const literals = <const Values extends readonly [string, ...string[]]>(values: Values, description: string) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: values, description });

export const tenant = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
  description: 'a tenant: 1 to 64 of a-z 0-9 _ -',
  examples: ['demo'],
});

export const address = Type.String({
  minLength: 3,
  maxLength: 320,
  description: 'a mail address',
  examples: ['ada@example.com'],
});

export const cursor = Type.String({
  maxLength: 2_000,
  description: '`next` of the page before; it belongs to the tenant and the filter of that page',
});

export const limit = Type.Integer({ minimum: 1, maximum: 100, default: 50, description: 'at most so many, 1 to 100' });

/** Parameters of a list that has pages. */
export const paging = { cursor: Type.Optional(cursor), limit: Type.Optional(limit) };

/** Parameters of a list by time of acceptance. */
export const period = {
  since: Type.Optional(givenTime('accepted at or after this time')),
  until: Type.Optional(givenTime('accepted before this time')),
};

/** Members of a page, beside its items. */
export const page = {
  next: Type.Optional(Type.String({ description: 'cursor of the next page; absent after the last one' })),
};

export const typeOfNotification = Type.String({
  maxLength: 128,
  description: 'only of this type',
  examples: ['order.shipped'],
});
export const channelName = Type.String({ pattern: '^[a-z0-9-]{1,20}$', description: 'name of a channel' });
export const endpointId = Type.String({
  pattern: ENDPOINT_ID.source,
  description: 'id of an endpoint',
  examples: ['ep_01m83vvae0dxk8dr745633ez6j'],
});

export const fault = open(
  {
    code: Type.String({ description: 'stable code of the fault' }),
    pointer: Type.String({
      description: 'JSON Pointer (RFC 6901) to the value in the body, or `/<name>` of a parameter',
    }),
    in: literals(['body', 'query', 'path', 'header'], 'part of the request'),
    detail: Type.String({ description: 'what is wrong, and what is allowed' }),
    line: Type.Optional(Type.Integer({ description: 'line of the body, from 1, if it is NDJSON' })),
  },
  { title: 'Fault' },
);

/** RFC 9457. */
export const problem = open(
  {
    type: Type.String({ format: 'uri', description: '`urn:carillon:error:<code>`' }),
    title: Type.String({ description: 'name of the status' }),
    status: Type.Integer(),
    detail: Type.String({ description: 'what happened' }),
    code: Type.String({ description: 'stable code; docs/errors.md lists all' }),
    fix: Type.Optional(Type.String({ description: 'what to do' })),
    errors: Type.Optional(Type.Array(fault, { description: 'every fault of the request' })),
    id: Type.Optional(
      Type.String({ description: 'of a notification that SNS did not confirm: publish it again with it' }),
    ),
    time: Type.Optional(time('of a notification that SNS did not confirm: publish it again with it')),
    requestId: Type.Optional(Type.String({ description: 'names the request in the logs' })),
  },
  { title: 'Problem' },
);

export const warnings = Type.Array(Type.String(), { description: 'what is saved, and is probably not meant' });
