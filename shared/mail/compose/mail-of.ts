import { sha256Digest } from '../../domain/kit/text/sha256-digest';
import type { Notification } from '../../domain/notification/notification';
import type { Mailbox } from '../../domain/notification/recipients';
import type { RenderedMail } from '../render/render';
import type { Mail } from './mail';
import { type UnsubscribeLink, unsubscribeHeaders } from './unsubscribe-link';

export interface Sender {
  /** The address that mail comes from, of an identity that SES has verified. */
  readonly from: string;
  /** What stands before it. */
  readonly name: string;
  /** Where answers go. @default to `from` */
  readonly replyTo?: string;
}

/** The mail for one recipient. The same for every attempt, but for its date. */
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
 * The same for every attempt, and without the address in clear. SES puts a Message-ID of its own in the place of ours: who
 * wants to recognise a mail that came twice reads `X-Carillon-Id`.
 *
 * @see Amazon SES Developer Guide, "Amazon SES header fields": Message-ID and Date
 */
const mailId = (id: string, address: string): string => `${id}.${sha256Digest(address).toString('hex').slice(0, 16)}`;

/**
 * What SES says again in every event about the mail: the notification and its tenant, by which feedback finds the
 * delivery. Of the other two SES makes the first fields of `Feedback-ID`, so that complaint rates of Gmail's Postmaster
 * Tools are told apart by type and tenant. Values in what SES allows: letters, digits, `_` and `-`.
 *
 * @see Amazon SES Developer Guide, "Monitor email sending using event publishing", and its custom values of Feedback-ID
 */
export function mailTags({ id, tenant, type }: Notification): Readonly<Record<string, string>> {
  const kind = type.replaceAll('.', '_');
  return { carillon_id: id, carillon_tenant: tenant, 'ses:feedback-id-a': kind, 'ses:feedback-id-b': tenant };
}
