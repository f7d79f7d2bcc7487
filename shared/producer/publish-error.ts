import { CodedError } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';

/**
 * A `producer.…` error of one publish: SNS did not say that it took the notification, and may have taken it all the same.
 */
export class PublishError extends CodedError {
  readonly #notification: Notification;

  constructor(error: CodedError, notification: Notification) {
    super(error.code, error.message, error.fix, error.faults);
    this.cause = error.cause;
    this.#notification = notification;
  }

  /**
   * As it was sent. Publish it as it is: with the same id it is never delivered twice. No property of the error's own,
   * because loggers print those, and it holds addresses.
   */
  get notification(): Notification {
    return this.#notification;
  }
}
