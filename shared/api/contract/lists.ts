import * as Type from '@sinclair/typebox';
import { LISTED_STATES } from '../../domain/listing/listing-row';
import { defineRoute } from './define-route';
import { channelName, closed, literals, open, page, paging, period, time, typeOfNotification } from './parts';

const listedDelivery = open(
  {
    channel: Type.String(),
    endpoint: Type.Optional(Type.String({ description: 'its id, if the target is an endpoint' })),
    state: Type.String({ description: 'as in NotificationStatus' }),
    attempted: Type.Integer({ description: 'number of attempts that ended' }),
  },
  { title: 'ListedDelivery' },
);

const listed = open(
  {
    id: Type.String(),
    tenant: Type.String(),
    type: Type.String({ description: 'empty, if it was refused before its type was known' }),
    acceptedAt: time('when it was accepted'),
    deliveries: Type.Array(listedDelivery, { description: 'at most 20; empty before the first attempt' }),
    hasMoreDeliveries: Type.Boolean(),
  },
  { title: 'ListedNotification' },
);

export const listNotifications = defineRoute({
  id: 'listNotifications',
  method: 'GET',
  path: '/v1/notifications',
  tag: 'notifications',
  summary: 'Notifications of a tenant, newest first, with the state of their deliveries',
  description:
    'A notification is listed some seconds after it was accepted. A page may have fewer than `limit`, even none, though there are more: only `next` tells.',
  roles: ['reader', 'operator'],
  query: closed({
    state: Type.Optional(literals(LISTED_STATES, 'only those with a delivery in this state')),
    type: Type.Optional(typeOfNotification),
    channel: Type.Optional(channelName),
    ...period,
    ...paging,
  }),
  answers: {
    200: {
      description: 'a page',
      schema: open({ notifications: Type.Array(listed), ...page }, { title: 'Notifications' }),
    },
  },
});

export const tailNotifications = defineRoute({
  id: 'tailNotifications',
  method: 'GET',
  path: '/v1/tail',
  tag: 'notifications',
  summary: 'Notifications that were recorded since the last call, for polling',
  description:
    'The first call, without a cursor, returns the present `position` alone; give it as the cursor of the next call. Nothing appears before a position afterwards.',
  roles: ['reader', 'operator'],
  query: closed(paging),
  answers: {
    200: {
      description: 'in the order in which they were recorded',
      schema: open(
        {
          notifications: Type.Array(listed),
          position: Type.String({ description: 'cursor of the next call' }),
          hasMore: Type.Boolean({ description: 'there are more already' }),
        },
        { title: 'Tail' },
      ),
    },
  },
});

export const listTenants = defineRoute({
  id: 'listTenants',
  method: 'GET',
  path: '/v1/tenants',
  tag: 'service',
  summary: 'Tenants that published something',
  description: 'A caller of one tenant sees this one alone.',
  roles: ['reader', 'operator'],
  tenant: 'none',
  query: closed(paging),
  answers: {
    200: {
      description: 'in the order of their names',
      schema: open({ tenants: Type.Array(Type.String()), ...page }, { title: 'Tenants' }),
    },
  },
});
