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

/** What is known of the attempt at hand: `AttemptAtHand` of the runtime. */
interface Beginning {
  begin(): void;
}

export interface MailPorts extends Omit<Sender, 'name'> {
  /** Who mails of a tenant are from. */
  readonly senderOf: (tenant: string) => MailSender;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly typeMail: (type: string) => TypeMail;
  /** Of a type that the catalogue has no more, whose deliveries wait all the same. */
  readonly typeFaults: (type: string) => readonly Fault[];
  readonly linkOf: UnsubscribeLinks;
  readonly store: AttachmentStore;
  /** For mails with attachments: each is in memory several times over while it is sent. */
  readonly slots: Pick<Semaphore, 'tryRun'>;
}

/** What there is room for again is looked at soon. */
const NO_ROOM_SECONDS = 5;

/** Renders, attaches, sends. Nothing is asked of anybody before the mail is known to render. */
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
