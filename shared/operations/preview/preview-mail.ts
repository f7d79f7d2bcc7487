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
  /** A notification. Without a tenant it is one of `demo`, and without recipients one for an example. */
  readonly value: unknown;
  /** BCP 47. @default what the notification names */
  readonly locale?: string | undefined;
  /** Address of the sender. */
  readonly from: string;
  /** Of tenants that have none of their own. */
  readonly senderName: string;
}

export interface PreviewPorts extends EntryPorts {
  /** Called only where there are attachments. Undefined where nothing has them: they are listed then, and not loaded. */
  openAttachments(): Promise<AttachmentStore | undefined>;
}

/** The mail of a notification to its first recipient. */
export interface Preview {
  readonly type: string;
  /** Of the texts; another than was asked for where the template has none in that. */
  readonly locale: string;
  /** Of the request, else of the notification, where one of them names any. */
  readonly askedLocale?: string | undefined;
  readonly subject: string;
  readonly attachments: readonly ListedFile[];
  /** By file extension. */
  readonly parts: { readonly html: string; readonly txt: string; readonly eml: Uint8Array };
}

/**
 * The mail of a notification, by the code that sends it, with a link to unsubscribe that leads nowhere. Sends nothing.
 *
 * @returns every fault where publishing it would be refused, or the channel would reject it
 * @throws as the store of attachments does
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
