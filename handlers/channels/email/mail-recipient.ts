import type { MailSender } from '../../../shared/catalogue/sender-of';
import { type DeliveryOutcome, deferred, rejected, sent } from '../../../shared/domain/delivery/outcome';
import type { Semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import type { Fault } from '../../../shared/domain/kit/errors/coded-error';
import type { AttachmentReference } from '../../../shared/domain/mail/attachment';
import { replyToOf, type TypeMail } from '../../../shared/domain/mail/mail-template';
import type { Notification } from '../../../shared/domain/notification/notification';
import { type Mailbox, targetOf } from '../../../shared/domain/notification/recipients';
import { attachmentsOf, loadAttachments } from '../../../shared/mail/compose/attachments';
import type { Mail } from '../../../shared/mail/compose/mail';
import { mailOf, mailTags, type Sender } from '../../../shared/mail/compose/mail-of';
import { composeMail } from '../../../shared/mail/compose/mime';
import { renderMail } from '../../../shared/mail/render/render';
import type { AttachmentStore } from '../../../shared/ports/attachment-store';
import type { Clock } from '../../../shared/ports/clock';
import type { Mailer } from '../../../shared/ports/mailer';
import { mailErrorOutcome } from './outcome';
import { refusalReason } from './refusal';
import type { UnsubscribeLinks } from './unsubscribe-links';

/** The part of the runtime's `AttemptGuard` that is used here. */
interface Beginning {
  begin(): void;
}

export interface MailPorts extends Omit<Sender, 'name'> {
  /** The display name and footer in the mails of a tenant. */
  readonly senderOf: (tenant: string) => MailSender;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly typeMail: (type: string) => TypeMail;
  /** Faults of a type that left the catalogue while deliveries of it were waiting. */
  readonly typeFaults: (type: string) => readonly Fault[];
  readonly linkOf: UnsubscribeLinks;
  readonly store: AttachmentStore;
  /** Limits concurrent mails with attachments: each is in memory several times while it is sent. */
  readonly slots: Pick<Semaphore, 'tryRun'>;
}

/** Wait of a mail for which no slot is free. */
const NO_ROOM_SECONDS = 5;

/** Renders the mail, loads its attachments, sends it. S3 and SES are called only after the mail has rendered. */
export async function mailRecipient(
  notification: Notification,
  recipient: Mailbox,
  category: string,
  ports: MailPorts & Beginning,
): Promise<DeliveryOutcome> {
  const { type, tenant } = notification;
  const typeFaults = ports.typeFaults(type);
  if (typeFaults.length > 0) return rejected(refusalReason(typeFaults));
  const typeMail = ports.typeMail(type);
  const link = await ports.linkOf({ tenant, category, address: targetOf(recipient) });
  const from = ports.senderOf(tenant);
  const rendering = renderMail(notification, typeMail, { sender: from, link });
  if (!rendering.ok) return rejected(refusalReason(rendering.faults));
  const sender = { ...ports, name: from.name, ...replyToOf(typeMail) };
  const mail = mailOf(notification, recipient, rendering.mail, sender, { date: ports.clock.now(), link });
  const references = attachmentsOf(notification, typeMail);
  if (references.length === 0) return send(notification, mail, ports);
  const begun = ports.slots.tryRun(() => attachAndSend(notification, mail, references, ports));
  return begun ?? deferred('other mails with attachments are being sent', NO_ROOM_SECONDS);
}

async function attachAndSend(
  notification: Notification,
  mail: Mail,
  references: readonly AttachmentReference[],
  ports: MailPorts & Beginning,
): Promise<DeliveryOutcome> {
  const loaded = await loadAttachments(references, notification.tenant, ports.store);
  if (loaded.kind === 'refused') return rejected(loaded.reason);
  return send(notification, { ...mail, attachments: loaded.files }, ports);
}

async function send(
  notification: Notification,
  mail: Mail,
  { mailer, from, begin }: MailPorts & Beginning,
): Promise<DeliveryOutcome> {
  const request = { from, to: mail.to.address, raw: await composeMail(mail), tags: mailTags(notification) };
  begin();
  return mailer.send(request).then(
    ({ messageId }) => sent(messageId),
    (error) => mailErrorOutcome(error, from),
  );
}
