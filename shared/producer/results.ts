import { isObject } from '../domain/filter-policy/filter-policy';
import type { Fault } from '../domain/kit/errors/coded-error';
import { ownMembers } from '../domain/kit/json/own-members';
import { isNotificationId } from '../domain/notification/notification-id';
import type { TopicAnswer } from '../ports/topic';
import { nameFaults } from './invalid';
import type { Prepared } from './prepare';
import type { EntryResult } from './producer';

export function sentResult(answer: TopicAnswer, { notification }: Prepared): EntryResult {
  const { id } = notification;
  if (answer.status === 'published') return { id, status: 'published', messageId: answer.messageId };
  if (answer.faults !== undefined) return refusedResult(notification, answer.faults);
  return { id, status: 'failed', code: answer.code, message: answer.message, notification };
}

/** The result of an invalid entry. Omits a generated id, because nothing was sent under it. */
export function refusedResult(given: unknown, faults: readonly Fault[]): EntryResult {
  const { id } = ownMembers(isObject(given) ? given : {});
  const message = `notification is invalid: ${nameFaults(faults)}; it was not sent`;
  return { ...(isNotificationId(id) && { id }), status: 'refused', code: 'notification.invalid', message, faults };
}
