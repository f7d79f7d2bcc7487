import type { Mailbox } from '../../domain/notification/recipients';

export interface Mail {
  /** An address of an identity that SES has verified. */
  readonly from: Mailbox;
  /** Exactly one recipient, so that recipients do not see each other. */
  readonly to: Mailbox;
  /** @default `from` */
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets; unique per mail, at most 250 characters. The boundary between the parts is derived from it. */
  readonly messageId: string;
  readonly date: Date;
  /** Further headers: `List-…`, `X-…`, `References`, `In-Reply-To`, `Content-Language`; values in printable ASCII. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Encoded in base64, which makes them a third longer. */
  readonly attachments?: readonly AttachedFile[];
}

export interface AttachedFile {
  /** One line without slashes. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}
