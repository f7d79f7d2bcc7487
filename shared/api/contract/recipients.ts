import * as Type from '@sinclair/typebox';
import { defineRoute } from './define-route';
import { address, closed, literals, open, tenant, time } from './parts';

const objection = open(
  {
    kind: literals(['suppressed', 'unsubscribed'], 'suppressed: gets no mail. unsubscribed: gets none of a category'),
    address: Type.String(),
    scope: Type.Optional(Type.String({ description: 'of a suppression: the tenant, or * for all' })),
    tenant: Type.Optional(Type.String({ description: 'of an unsubscription' })),
    category: Type.Optional(Type.String({ description: 'of an unsubscription' })),
    reason: Type.Optional(literals(['BOUNCE', 'COMPLAINT', 'MANUAL'], 'why it is suppressed')),
    since: time('since when'),
  },
  { title: 'Objection' },
);

export const listSuppressions = defineRoute({
  id: 'listSuppressions',
  method: 'GET',
  path: '/v1/suppressions',
  tag: 'recipients',
  summary: 'Why an address is not mailed',
  description:
    'A caller of one tenant sees what this tenant set. A hard bounce or a complaint suppresses an address for all tenants; callers of every tenant see that too.',
  roles: ['reader', 'operator'],
  query: closed({ address }),
  answers: { 200: { description: 'suppressions first', schema: open({ objections: Type.Array(objection) }) } },
  refusals: [422],
});

export const addSuppression = defineRoute({
  id: 'addSuppression',
  method: 'POST',
  path: '/v1/suppressions',
  tag: 'recipients',
  summary: 'Mail an address no more',
  roles: ['operator'],
  body: closed(
    {
      address,
      tenant: Type.Optional(tenant),
    },
    { title: 'NewSuppression' },
  ),
  example: { address: 'ada@example.com' },
  answers: { 201: { description: 'suppressed, or it already was', schema: objection } },
  refusals: [422],
});

export const removeSuppression = defineRoute({
  id: 'removeSuppression',
  method: 'DELETE',
  path: '/v1/suppressions/{address}',
  tag: 'recipients',
  summary: 'Mail an address again',
  roles: ['operator'],
  answers: { 204: { description: 'removed' } },
  refusals: [422],
});

const preferences = open(
  {
    address: Type.String({ description: 'in its canonical form' }),
    tenant,
    categories: Type.Unsafe<Record<string, boolean>>({
      type: 'object',
      additionalProperties: { type: 'boolean' },
      description: 'whether mail of a category is wanted, by category',
    }),
    suppressed: Type.Boolean({ description: 'whether the tenant mails the address nothing at all' }),
  },
  { title: 'Preferences' },
);

export const getPreferences = defineRoute({
  id: 'getPreferences',
  method: 'GET',
  path: '/v1/preferences/{address}',
  tag: 'recipients',
  summary: 'Which categories of mail a person wants',
  roles: ['reader', 'operator'],
  answers: { 200: { description: 'every category of the catalogue', schema: preferences } },
  refusals: [422],
});

export const setPreferences = defineRoute({
  id: 'setPreferences',
  method: 'PUT',
  path: '/v1/preferences/{address}',
  tag: 'recipients',
  summary: 'Turn categories of mail on or off for a person',
  description: 'Categories that are left out stay as they are. Mail about what a person did cannot be turned off.',
  roles: ['operator'],
  body: closed(
    {
      categories: Type.Unsafe<Record<string, boolean>>({
        type: 'object',
        additionalProperties: { type: 'boolean' },
        description: 'true: wanted; false: not wanted',
      }),
    },
    { title: 'PreferenceChange' },
  ),
  example: { categories: { digest: false } },
  answers: { 200: { description: 'as it is now', schema: preferences } },
  refusals: [422],
});
