import { CodedError } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';

/** A `producer.…` error of one publish: SNS did not confirm the notification, but may have accepted it. */
export class PublishError extends CodedError {
  readonly #notification: Notification;

  constructor(error: CodedError, notification: Notification) {
    super(error.code, error.message, error.fix, error.faults);
    this.cause = error.cause;
    this.#notification = notification;
  }

  /**
   * The complete notification. To retry, publish it unchanged: the same id makes the retry idempotent. Not an own property
   * of the error, because loggers print own properties, and it contains addresses.
   */
  get notification(): Notification {
    return this.#notification;
  }
}
