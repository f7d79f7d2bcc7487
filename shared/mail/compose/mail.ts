import type { Mailbox } from '../../domain/notification/recipients';

export interface Mail {
  /** Of an identity that SES has verified. */
  readonly from: Mailbox;
  /** One person: nobody learns who else was notified. */
  readonly to: Mailbox;
  /** Where answers go. @default to `from` */
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets; unique per mail, at most 250 characters. The boundary between the parts is derived from it. */
  readonly messageId: string;
  readonly date: Date;
  /** Further headers: `List-…`, `X-…`, `References`, `In-Reply-To`, `Content-Language`; values in printable ASCII. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In base64, which makes them a third longer. */
  readonly attachments?: readonly AttachedFile[];
}

export interface AttachedFile {
  /** One line without slashes. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}
