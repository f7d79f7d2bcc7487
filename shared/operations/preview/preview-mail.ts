import { categoryNames } from '../../catalogue/category-names';
import { categoryOf } from '../../catalogue/category-of';
import { senderOf } from '../../catalogue/sender-of';
import { typeMail } from '../../catalogue/type-mail';
import { isObject } from '../../domain/filter-policy/filter-policy';
import { replyToOf } from '../../domain/mail/mail-template';
import type { Notification } from '../../domain/notification/notification';
import { parseRecipients } from '../../domain/notification/recipients';
import { attachmentsOf } from '../../mail/compose/attachments';
import { mailOf } from '../../mail/compose/mail-of';
import { composeMail } from '../../mail/compose/mime';
import type { UnsubscribeLink } from '../../mail/compose/unsubscribe-link';
import { renderMail } from '../../mail/render/render';
import type { AttachmentStore } from '../../ports/attachment-store';
import type { Judged } from '../entries/all-valid';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';
import { prepareEntry } from '../entries/prepare-entries';
import { attach, type ListedFile } from './attach';

export interface PreviewRequest extends Pick<EntryDefaults, 'unknownTypes'> {
  /** A notification. Default tenant: `demo`; default recipient: an example address. */
  readonly value: unknown;
  /** BCP 47. @default the notification's */
  readonly locale?: string | undefined;
  /** Address of the sender. */
  readonly from: string;
  /** Sender name for tenants without one in the catalogue. */
  readonly senderName: string;
}

export interface PreviewPorts extends EntryPorts {
  /** Called only for a mail with attachments. Undefined if there is no store: then they are listed and not loaded. */
  openAttachments(): Promise<AttachmentStore | undefined>;
}

/** The mail of a notification to its first recipient. */
export interface Preview {
  readonly type: string;
  /** Language of the mail; differs from `askedLocale` if the template does not have that language. */
  readonly locale: string;
  /** The request's locale, else the notification's, if either has one. */
  readonly askedLocale?: string | undefined;
  readonly subject: string;
  readonly attachments: readonly ListedFile[];
  /** By file extension. */
  readonly parts: { readonly html: string; readonly txt: string; readonly eml: Uint8Array };
}

/**
 * Renders the mail of a notification with the code of the email channel, and with a dummy unsubscribe link. Sends nothing.
 *
 * @returns all faults, if publishing would be refused or the channel would reject the mail
 * @throws errors of the attachment store
 */
export async function previewMail(request: PreviewRequest, ports: PreviewPorts): Promise<Judged<Preview>> {
  const { value, locale, unknownTypes } = request;
  const settings = entrySettings({ source: '/preview', tenant: 'demo', unknownTypes }, ports);
  const entry = isObject(value) ? { recipients: RECIPIENT, ...value, ...(locale !== undefined && { locale }) } : value;
  const prepared = prepareEntry(entry, settings);
  return prepared.ok ? mailPreview(prepared.result.notification, request, ports) : prepared;
}

const RECIPIENT = 'Ada Marlow <ada@example.com>';

async function mailPreview(
  notification: Notification,
  { from, senderName }: PreviewRequest,
  { clock, openAttachments }: PreviewPorts,
): Promise<Judged<Preview>> {
  const type = typeMail(notification.type);
  const link = exampleLink(notification.type);
  const around = senderOf(notification.tenant, senderName);
  const rendering = renderMail(notification, type, { sender: around, link });
  const parsed = parseRecipients(notification.recipients ?? '');
  if (!rendering.ok) return rendering;
  if (!parsed.ok) return parsed;
  const sender = { from, name: around.name, ...replyToOf(type) };
  const [recipient = { address: from }] = parsed.recipients;
  const { files, listed } = await attach(attachmentsOf(notification, type), notification.tenant, openAttachments);
  const mail = mailOf(notification, recipient, rendering.mail, sender, { date: clock.now(), link });
  const eml = await composeMail({ ...mail, attachments: files });
  const { subject, html, text, locale } = rendering.mail;
  const about = { type: notification.type, locale, askedLocale: notification.locale, subject, attachments: listed };
  return { ok: true, result: { ...about, parts: { html, txt: text, eml } } };
}

function exampleLink(type: string): UnsubscribeLink | undefined {
  const names = categoryNames(categoryOf(type));
  return names && { url: 'https://unsubscribe.example/unsubscribe/token', names };
}
