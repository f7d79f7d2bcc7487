import { ulid } from 'ulid';
import type { Notification } from '../../domain/notification/notification';

/** A valid notification. A receiver recognises it by its type, which is not in the catalogue. */
export const testEvent = (tenant: string, endpointId: string, now: Date): Notification => ({
  specversion: '1.0',
  id: ulid(now.getTime()),
  source: '/carillon',
  type: 'carillon.test',
  time: now.toISOString(),
  datacontenttype: 'application/json',
  tenant,
  channels: 'webhook',
  severity: 'info',
  data: { endpoint: endpointId, message: 'a test: nothing happened' },
});
