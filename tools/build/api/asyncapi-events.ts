import type { OperationalEvent } from '../../../shared/domain/notification/operational-event';
import type { Json } from './map-schema';

interface Described {
  readonly type: OperationalEvent['type'];
  readonly summary: string;
}

const EVENTS: readonly Described[] = [
  {
    type: 'delivery.failed',
    summary: 'A delivery has failed for good; the subject is the id of its notification.',
  },
  {
    type: 'endpoint.disabled',
    summary: 'An endpoint was disabled because its receiver is gone or keeps failing; the subject is its id.',
  },
  {
    type: 'notification.conflict',
    summary: 'Other content came under the id of a notification; the subject is that id.',
  },
  {
    type: 'address.suppressed',
    summary: 'An address bounced or complained; the subject is the id of the notification that was mailed.',
  },
];

/** Messages of the topic of operational events, by id. */
export const eventMessages = (): Json =>
  Object.fromEntries(EVENTS.map(({ type, summary }) => [type, message(type, summary)]));

const message = (type: string, summary: string): Json => ({
  name: type,
  title: type,
  summary,
  contentType: 'application/cloudevents+json',
  payload: {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'tenant', 'datacontenttype', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', description: 'the same when the event is raised again' },
      source: { type: 'string', description: 'ARN of the topic' },
      type: { const: type },
      subject: { type: 'string', description: 'id of a notification or an endpoint, never an address' },
      time: { type: 'string', format: 'date-time' },
      tenant: { type: 'string' },
      datacontenttype: { const: 'application/json' },
      data: {
        type: 'object',
        description: 'flat; no addresses, contents or secrets',
        additionalProperties: { type: ['string', 'number'] },
      },
    },
  },
});
