import { categoryNames } from '../../../shared/catalogue/category-names';
import { categoryOf } from '../../../shared/catalogue/category-of';
import { senderOf } from '../../../shared/catalogue/sender-of';
import { typeMail } from '../../../shared/catalogue/type-mail';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import { replyToOf } from '../../../shared/domain/mail/mail-template';
import type { Notification } from '../../../shared/domain/notification/notification';
import { parseRecipients } from '../../../shared/domain/notification/recipients';
import { attachmentsOf } from '../../../shared/mail/compose/attachments';
import { mailOf } from '../../../shared/mail/compose/mail-of';
import { composeMail } from '../../../shared/mail/compose/mime';
import type { UnsubscribeLink } from '../../../shared/mail/compose/unsubscribe-link';
import { renderMail } from '../../../shared/mail/render/render';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import { attach, type ListedFile } from './attach';

/** The mail of a notification to its first recipient. */
export interface Preview {
  readonly type: string;
  /** Of the texts; another than the notification's where the template has none in that. */
  readonly locale: string;
  readonly subject: string;
  readonly attachments: readonly ListedFile[];
  /** By file extension. */
  readonly parts: { readonly html: string; readonly txt: string; readonly eml: Uint8Array };
}

export interface PreviewSettings {
  readonly from: string;
  /** Of tenants that have none of their own. */
  readonly senderName: string;
  readonly date: Date;
  /** Where attachments are, asked for only where there are any. */
  readonly open: () => Promise<AttachmentStore | undefined>;
}

/** The same code that sends it, with a link to unsubscribe that leads nowhere. Faults where the channel would reject. */
export async function makePreview(
  notification: Notification,
  { from, senderName, date, open }: PreviewSettings,
): Promise<Preview | readonly Fault[]> {
  const type = typeMail(notification.type);
  const link = exampleLink(notification.type);
  const around = senderOf(notification.tenant, senderName);
  const rendering = renderMail(notification, type, { sender: around, link });
  const parsed = parseRecipients(notification.recipients ?? '');
  if (!rendering.ok) return rendering.faults;
  if (!parsed.ok) return parsed.faults;
  const sender = { from, name: around.name, ...replyToOf(type) };
  const [recipient = { address: from }] = parsed.recipients;
  const { files, listed } = await attach(attachmentsOf(notification, type), notification.tenant, open);
  const mail = mailOf(notification, recipient, rendering.mail, sender, { date, link });
  const eml = await composeMail({ ...mail, attachments: files });
  const { subject, html, text, locale } = rendering.mail;
  return { type: notification.type, locale, subject, attachments: listed, parts: { html, txt: text, eml } };
}

function exampleLink(type: string): UnsubscribeLink | undefined {
  const names = categoryNames(categoryOf(type));
  return names && { url: 'https://unsubscribe.example/unsubscribe/token', names };
}
