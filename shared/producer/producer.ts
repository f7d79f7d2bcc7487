import type { DataOf, NotificationType } from '../catalogue/data-of';
import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification, Severity } from '../domain/notification/notification';

/** All optional; what is left out is filled in from the catalogue and from the producer's own options. */
export interface PublishOptions {
  /** @default the producer's */
  readonly tenant?: string;
  /** What it is about, such as an order number. At most 256 characters. */
  readonly subject?: string;
  /** Names of channels, or one comma-separated text. @default the catalogue's for the type */
  readonly channels?: readonly string[] | string;
  /** Addresses, with or without names, or one address list as in a To header. Needed when mail is to be sent. */
  readonly recipients?: readonly string[] | string;
  /** @default the catalogue's for the type, else 'info' */
  readonly severity?: Severity;
  /** BCP 47, such as `de-AT`. @default the template's default language */
  readonly locale?: string;
  /** After this moment it is no longer sent. A text is RFC 3339 with offset. @default never */
  readonly expirytime?: Date | string;
  /**
   * Your own name for this notification, such as `order-4711-shipped`: 1 to 128 printable ASCII characters. Its id then
   * follows from tenant and key, so that whatever is published again under the key is delivered once.
   */
  readonly idempotencykey?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** Absolute URI of the schema of `data`. */
  readonly dataschema?: string;
  /**
   * A ULID. To publish again what may have arrived, give the same id, or an idempotency key.
   *
   * @default the one that follows from the idempotency key, else a new one
   */
  readonly id?: string;
  /** @default now */
  readonly time?: Date | string;
  /** @default the producer's */
  readonly source?: string;
}

/** Data of the catalogue's shape for a type that it has; for any other, any JSON object. */
export type DataFor<Type extends string> = Type extends NotificationType
  ? DataOf<Type>
  : string extends Type
    ? unknown
    : object;

/** A notification as a producer thinks of it, the rest is filled in; or a complete one, which stays as it is. */
export type Entry<Type extends string = string> = PublishOptions &
  Partial<Pick<Notification, 'specversion' | 'datacontenttype'>> & {
    readonly type: Type;
    readonly data: DataFor<Type>;
  };

/** An entry for each of some types. */
export type Entries<Types extends readonly string[]> = {
  readonly [Index in keyof Types]: Entry<Types[Index]>;
};

export interface Published {
  /** Of the notification: look it up by this. */
  readonly id: string;
  /** Of SNS. */
  readonly messageId: string;
}

export interface BatchOptions {
  /** Send nothing where any entry cannot be sent. @default false: what can be sent is, and a result says what is not */
  readonly atomic?: boolean;
}

/** What became of one entry of a batch. */
export type EntryResult =
  | { readonly id: string; readonly status: 'published'; readonly messageId: string }
  /** It cannot be sent as it is. */
  | {
      /** Of the entry, where it has one. */
      readonly id?: string;
      readonly status: 'refused';
      readonly code: 'notification.invalid';
      /** Names codes and places only. */
      readonly message: string;
      /** All that is wrong. Their messages may quote addresses. */
      readonly faults: readonly Fault[];
    }
  /** SNS did not say that it took it, and may have taken it all the same. */
  | {
      readonly id: string;
      readonly status: 'failed';
      readonly code: string;
      readonly message: string;
      /** As it would have been sent. Publish it as it is: with the same id it is never delivered twice. */
      readonly notification: Notification;
    };

export interface Explanation {
  readonly channel: string;
  readonly reached: boolean;
  /** In plain words. */
  readonly why: string;
}

export interface Producer {
  /**
   * Publishes a notification of a type that the catalogue has. At least once: SNS may deliver it twice, and Carillon
   * then delivers it once.
   *
   * @throws CodedError `notification.invalid` with every fault, before anything is sent
   * @throws PublishError `producer.…` with the notification, when SNS did not say that it took it
   */
  publish<Type extends NotificationType>(type: Type, data: DataOf<Type>, options?: PublishOptions): Promise<Published>;

  /** The same for an entry of any type, or for a complete notification. A type of your own needs `channels`. */
  publishNotification<Type extends string>(entry: Entry<Type>): Promise<Published>;

  /**
   * Publishes any number, in as few calls as SNS allows, in no particular order. Entries that SNS refuses for reasons of
   * its own are tried again, up to three times. Entries that are invalid are not sent; the others are.
   *
   * @returns what became of each entry, in the order of the entries
   * @throws CodedError with `atomic`, `notification.invalid` with every fault of every entry, before anything is sent
   */
  publishBatch<const Types extends readonly string[]>(
    entries: Entries<Types>,
    options?: BatchOptions,
  ): Promise<readonly EntryResult[]>;

  /** Every fault of an entry, without sending it; none where it would be sent. Never throws. */
  validate<Type extends string>(entry: Entry<Type>): readonly Fault[];

  /**
   * Says which channels a notification would reach, by the filter policies that are deployed, without sending it.
   *
   * @throws CodedError `notification.invalid` with every fault
   */
  explain<Type extends string>(entry: Entry<Type>): readonly Explanation[];
}
