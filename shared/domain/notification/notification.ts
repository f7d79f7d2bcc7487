/**
 * What a producer sends: a CloudEvents 1.0 event in JSON, structured mode.
 * Attribute names are CloudEvents' own spelling (lower case letters and digits), so any CloudEvents SDK can produce it.
 *
 * @see CloudEvents 1.0.2, "Context Attributes" and the JSON event format
 */
export interface Notification<Data = unknown> {
  readonly specversion: '1.0';
  /**
   * ULID: 26 characters of Crockford's base 32, upper case. Globally unique: a repeated id is the same notification.
   */
  readonly id: string;
  /** URI reference of the producer, such as `/shop/orders`. At most 256 characters. */
  readonly source: string;
  /** Dot-separated lower-case words, such as `order.shipped`. At most 128 characters. */
  readonly type: string;
  /** The subject, such as an order number. At most 256 characters. */
  readonly subject?: string;
  /** RFC 3339 with offset. */
  readonly time: string;
  /** `application/json`, also with `charset=utf-8`. @default that */
  readonly datacontenttype?: string;
  /** Absolute URI of the schema of `data`. */
  readonly dataschema?: string;
  /** A JSON object. The catalogue defines its schema for known types; it is free for any other. */
  readonly data: Data;

  /** The owner: 1–64 of `a–z 0–9 - _`. Endpoints, suppression and fairness are per tenant. */
  readonly tenant: string;
  /** Comma-separated channel names, such as `email,webhook`. */
  readonly channels: string;
  /** @default 'info' */
  readonly severity: Severity;
  /** RFC 5322 address list, as in a To header; at most 50 addresses. Only the email channel reads it. */
  readonly recipients?: string;
  /** BCP 47 language tag, such as `de-AT`. @default the template's default language */
  readonly locale?: string;
  /** RFC 3339: after this moment it is no longer sent. @default never */
  readonly expirytime?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** The producer's own key for "the same notification": 1–128 printable ASCII characters. */
  readonly idempotencykey?: string;
}

export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** SNS refuses a message of more than 262,144 bytes, attributes included. */
export const MAX_MESSAGE_BYTES = 262_144;
/** 2,048 below the SNS limit: retries and dead letters add Carillon's own attributes to a full-size message. */
export const MAX_NOTIFICATION_BYTES = 260_096;
export const MAX_RECIPIENTS = 50;

/** Attributes that webhook receivers do not get: they name the other channels and recipients. */
export const ROUTING_ATTRIBUTES = ['channels', 'recipients', 'idempotencykey'] as const;
