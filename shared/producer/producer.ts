import type { DataOf, NotificationType } from '../catalogue/data-of';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification, Severity } from '../domain/notification/notification';

/** All optional; defaults come from the catalogue and from the producer's options. */
export interface PublishOptions {
  /** @default the producer's */
  readonly tenant?: string;
  /** The subject, such as an order number. At most 256 characters. */
  readonly subject?: string;
  /** Names of channels, or one comma-separated text. @default the catalogue's for the type */
  readonly channels?: readonly string[] | string;
  /** Addresses, with or without names, or one address list as in a To header. Required for the channel email. */
  readonly recipients?: readonly string[] | string;
  /** @default the catalogue's for the type, else 'info' */
  readonly severity?: Severity;
  /** BCP 47, such as `de-AT`. @default the template's default language */
  readonly locale?: string;
  /** No delivery is attempted after this time. A text is RFC 3339 with offset. @default never */
  readonly expirytime?: Date | string;
  /**
   * Your own idempotency key, such as `order-4711-shipped`: 1 to 128 printable ASCII characters. The id is derived from
   * tenant and key, so that a notification that is published again under the key is delivered once.
   */
  readonly idempotencykey?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** Absolute URI of the schema of `data`. */
  readonly dataschema?: string;
  /**
   * A ULID. To retry a publish whose result is unknown, give the same id, or an idempotency key.
   *
   * @default derived from the idempotency key, else a new one
   */
  readonly id?: string;
  /** @default now */
  readonly time?: Date | string;
  /** @default the producer's */
  readonly source?: string;
}

/** Data of the catalogue's shape for a known type; any JSON object for an unknown one. */
export type DataFor<Type extends string> = Type extends NotificationType
  ? DataOf<Type>
  : string extends Type
    ? unknown
    : object;

/** A notification with optional attributes, which get defaults; or a complete one, which is not changed. */
export type Entry<Type extends string = string> = PublishOptions &
  Partial<Pick<Notification, 'specversion' | 'datacontenttype'>> & {
    readonly type: Type;
    readonly data: DataFor<Type>;
  };

/** A tuple of entries, one for each type. */
export type Entries<Types extends readonly string[]> = {
  readonly [Index in keyof Types]: Entry<Types[Index]>;
};

export interface Published {
  /** The notification's id, for example for `carillon status`. */
  readonly id: string;
  /** SNS's message id. */
  readonly messageId: string;
}

export interface BatchOptions {
  /** Send nothing if any entry is invalid. @default false: valid entries are sent, and each result has a status */
  readonly atomic?: boolean;
}

/** Result of one entry of a batch. */
export type EntryResult =
  | { readonly id: string; readonly status: 'published'; readonly messageId: string }
  /** Invalid, and therefore not sent. */
  | {
      /** The entry's own id, if it has one. */
      readonly id?: string;
      readonly status: 'refused';
      readonly code: 'notification.invalid';
      /** Contains only codes and paths. */
      readonly message: string;
      /** All faults. Their messages may quote addresses. */
      readonly faults: readonly Fault[];
    }
  /** SNS did not confirm it, but may have accepted it. */
  | {
      readonly id: string;
      readonly status: 'failed';
      readonly code: string;
      readonly message: string;
      /** The complete notification. To retry, publish it unchanged: the same id makes the retry idempotent. */
      readonly notification: Notification;
    };

export interface Explanation {
  readonly channel: string;
  readonly reached: boolean;
  /** Human-readable. */
  readonly why: string;
}

export interface Producer {
  /**
   * Publishes a notification of a known type. At-least-once: SNS may deliver it twice, and Carillon deduplicates it.
   *
   * @throws CodedError `notification.invalid` with every fault, before anything is sent
   * @throws PublishError `producer.…` with the notification, if SNS did not confirm it
   */
  publish<Type extends NotificationType>(type: Type, data: DataOf<Type>, options?: PublishOptions): Promise<Published>;

  /** Publishes an entry of any type, or a complete notification. An unknown type needs `channels`. */
  publishNotification<Type extends string>(entry: Entry<Type>): Promise<Published>;

  /**
   * Publishes any number of entries, in as few calls as SNS allows, in no particular order. Entries that fail for a
   * transient reason are retried up to three times. Invalid entries are not sent; the others are.
   *
   * @returns the result of each entry, in the order of the entries
   * @throws CodedError with `atomic`, `notification.invalid` with every fault of every entry, before anything is sent
   */
  publishBatch<const Types extends readonly string[]>(
    entries: Entries<Types>,
    options?: BatchOptions,
  ): Promise<readonly EntryResult[]>;

  /** Validates an entry without sending it: all faults, empty if it is valid. Never throws. */
  validate<Type extends string>(entry: Entry<Type>): readonly Fault[];

  /**
   * Explains which channels a notification would reach, by the deployed filter policies, without sending it.
   *
   * @throws CodedError `notification.invalid` with every fault
   */
  explain<Type extends string>(entry: Entry<Type>): readonly Explanation[];
}
