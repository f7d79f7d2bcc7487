import { sha256Digest } from '../../domain/kit/text/sha256-digest';
import type { Notification } from '../../domain/notification/notification';
import type { Mailbox } from '../../domain/notification/recipients';
import type { RenderedMail } from '../render/render';
import type { Mail } from './mail';
import { type UnsubscribeLink, unsubscribeHeaders } from './unsubscribe-link';

export interface Sender {
  /** The From address, of an identity that SES has verified. */
  readonly from: string;
  /** Display name of the From address. */
  readonly name: string;
  /** The Reply-To address. @default `from` */
  readonly replyTo?: string;
}

/** The mail for one recipient. Identical in every attempt, except for its date. */
export function mailOf(
  { id }: Notification,
  { name, address }: Mailbox,
  { subject, text, html, locale }: RenderedMail,
  { from, name: sender, replyTo }: Sender,
  { date, link }: { readonly date: Date; readonly link?: UnsubscribeLink | undefined },
): Mail {
  return {
    subject,
    text,
    html,
    date,
    from: { address: from, name: sender },
    to: name === undefined ? { address } : { name, address },
    ...(replyTo !== undefined && replyTo !== from && { replyTo: { address: replyTo } }),
    messageId: `<${mailId(id, address)}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: {
      'Content-Language': locale,
      'X-Carillon-Id': mailId(id, address),
      ...(link && unsubscribeHeaders(link)),
    },
  };
}

/**
 * Identifies a mail: the same in every attempt, and without the plain address. SES replaces our Message-ID by its own, so
 * duplicates are recognised by `X-Carillon-Id`.
 *
 * @see Amazon SES Developer Guide, "Amazon SES header fields": Message-ID and Date
 */
const mailId = (id: string, address: string): string => `${id}.${sha256Digest(address).toString('hex').slice(0, 16)}`;

/**
 * Message tags, which SES repeats in every event about the mail. Notification id and tenant correlate feedback with the
 * delivery. SES puts the other two into `Feedback-ID`, so that Gmail's Postmaster Tools show complaint rates by type and
 * tenant. SES allows letters, digits, `_` and `-` in values.
 *
 * @see Amazon SES Developer Guide, "Monitor email sending using event publishing", and its custom values of Feedback-ID
 */
export function mailTags({ id, tenant, type }: Notification): Readonly<Record<string, string>> {
  const kind = type.replaceAll('.', '_');
  return { carillon_id: id, carillon_tenant: tenant, 'ses:feedback-id-a': kind, 'ses:feedback-id-b': tenant };
}
