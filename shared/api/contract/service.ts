import * as Type from '@sinclair/typebox';
import { defineRoute } from './define-route';
import { open } from './parts';

export const explainNotification = defineRoute({
  id: 'explainNotification',
  method: 'POST',
  path: '/v1/explain',
  tag: 'catalogue',
  summary: 'Which channels and endpoints a notification would reach, and why; nothing is sent',
  roles: ['reader', 'operator', 'producer'],
  body: Type.Unsafe<object>({ type: 'object', description: 'a notification, as POST /notifications takes it' }),
  tenant: 'optional',
  checkedByOperation: true,
  example: { type: 'invoice.issued', channels: 'webhook', data: {} },
  answers: {
    200: {
      description: 'one explanation for each channel and each endpoint of the tenant',
      schema: open(
        {
          type: Type.String(),
          channels: Type.Array(open({ channel: Type.String(), reached: Type.Boolean(), why: Type.String() })),
          endpoints: Type.Array(open({ id: Type.String(), reached: Type.Boolean(), why: Type.String() }), {
            description: 'of all endpoints of its tenant',
          }),
        },
        { title: 'Explanation' },
      ),
    },
  },
  refusals: [422],
});

export const listTypes = defineRoute({
  id: 'listTypes',
  method: 'GET',
  path: '/v1/types',
  tag: 'catalogue',
  summary: 'The types of the catalogue, with their schemas and examples',
  roles: ['reader', 'operator', 'producer'],
  tenant: 'none',
  answers: {
    200: {
      description: 'sorted by name',
      schema: open({
        types: Type.Array(
          open(
            {
              type: Type.String(),
              description: Type.String(),
              severity: Type.String(),
              channels: Type.Array(Type.String(), { description: 'where it goes if the producer names none' }),
              category: Type.String({ description: 'what people unsubscribe from; transactional cannot be' }),
              schema: Type.Unknown({ description: 'JSON Schema of `data`' }),
              example: Type.Unknown(),
            },
            { title: 'NotificationType' },
          ),
        ),
      }),
    },
  },
});

export const getHealth = defineRoute({
  id: 'getHealth',
  method: 'GET',
  path: '/v1/health',
  tag: 'service',
  summary: 'Whether the API answers',
  roles: 'everyone',
  tenant: 'none',
  answers: { 200: { description: 'it does', schema: open({ status: Type.Literal('ok'), version: Type.String() }) } },
});

export const getDescription = defineRoute({
  id: 'getDescription',
  method: 'GET',
  path: '/v1/openapi.json',
  tag: 'service',
  summary: 'This description, as OpenAPI 3.1',
  roles: 'everyone',
  tenant: 'none',
  answers: { 200: { description: 'an OpenAPI document', schema: Type.Unsafe<object>({ type: 'object' }) } },
});
