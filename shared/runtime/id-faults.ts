import type { Fault } from '../domain/kit/errors/coded-error';

export const idTaken = (id: string): Fault => ({
  code: 'notification.id.taken',
  path: '/id',
  message: `id ${id} belongs to a notification of another tenant, expected a new ULID`,
});

export const idConflict = (id: string): Fault => ({
  code: 'notification.id.conflict',
  path: '/id',
  message: `id ${id} was accepted before with other content, expected a new ULID, or a new idempotency key, for another notification`,
});
