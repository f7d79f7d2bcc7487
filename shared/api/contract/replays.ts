import * as Type from '@sinclair/typebox';
import { REOPENABLE_STATES } from '../../domain/delivery/claim';
import { defineRoute } from './define-route';
import { channelName, closed, endpointId, literals, open, period, tenant, time, typeOfNotification } from './parts';

const filter = {
  type: Type.Optional(typeOfNotification),
  channel: Type.Optional(channelName),
  endpoint: Type.Optional(endpointId),
  ...period,
};

const count = (description: string) => Type.Integer({ minimum: 0, description });

const run = open(
  {
    id: Type.String(),
    filter: Type.Unknown({ description: 'what it replays' }),
    ratePerSecond: Type.Integer({ description: 'deliveries per second at most' }),
    status: literals(['running', 'done', 'stopped', 'failed'], 'failed: it could not continue; `reason` says why'),
    counts: open({
      found: count('notifications that were looked at'),
      sent: count('deliveries that were sent to their queues'),
      skipped: count('notifications without anything to send: delivered meanwhile, endpoint disabled, address erased'),
      failed: count('deliveries that a queue refused, and notifications whose record was changed'),
    }),
    begunAt: time('when it began'),
    updatedAt: time('when it last made progress'),
    reason: Type.Optional(Type.String({ description: 'why it failed' })),
  },
  { title: 'ReplayRun' },
);

const found = open(
  {
    dryRun: Type.Literal(true),
    deliveries: count('how many the filter finds, as of some seconds ago'),
    isComplete: Type.Boolean({ description: 'false if there are more than were counted, at 10,000' }),
    first: Type.Array(
      open({
        notificationId: Type.String(),
        type: Type.String(),
        acceptedAt: time('when the notification was accepted'),
        channel: Type.String(),
        endpoint: Type.Optional(Type.String()),
      }),
      { description: 'the newest 100' },
    ),
  },
  { title: 'FoundDeliveries' },
);

export const beginReplay = defineRoute({
  id: 'beginReplay',
  method: 'POST',
  path: '/v1/replays',
  tag: 'replays',
  summary: 'Attempt again all deliveries that a filter finds',
  description: 'It begins within a minute, and goes on until everything that was accepted before `until` is sent.',
  roles: ['operator'],
  body: closed(
    {
      tenant: Type.Optional(tenant),
      state: literals(REOPENABLE_STATES, 'deliveries in this state'),
      ...filter,
      ratePerSecond: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'deliveries per second at most' }),
      ),
      dryRun: Type.Optional(
        Type.Boolean({ default: false, description: 'say how many and which would be attempted, and do nothing' }),
      ),
    },
    { title: 'NewReplay' },
  ),
  example: { state: 'failed', since: '2026-11-30T00:00:00Z', dryRun: true },
  answers: {
    200: { description: 'of a dry run: what the filter finds', schema: found },
    202: { description: 'begun', schema: run, headers: { location: 'where its progress is found' } },
  },
  refusals: [422],
  throttle: { rate: 5, burst: 10 },
});

export const getReplay = defineRoute({
  id: 'getReplay',
  method: 'GET',
  path: '/v1/replays/{id}',
  tag: 'replays',
  summary: 'Progress of a replay, for 30 days after it ended',
  roles: ['reader', 'operator'],
  answers: { 200: { description: 'the replay', schema: run } },
});

export const stopReplay = defineRoute({
  id: 'stopReplay',
  method: 'POST',
  path: '/v1/replays/{id}/stop',
  tag: 'replays',
  summary: 'Stop a replay; what was sent is delivered',
  description: 'A replay that ended stays as it is.',
  roles: ['operator'],
  answers: { 200: { description: 'as it is now', schema: run } },
});
