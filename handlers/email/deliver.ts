import { serializeJson } from '../../shared/domain/json';
import type { MailTemplate } from '../../shared/domain/mail-template';
import type { Notification } from '../../shared/domain/notification';
import { type DeliveryOutcome, rejected, sent, suppressed } from '../../shared/domain/outcome';
import { formatMailbox, type Mailbox, parseRecipients } from '../../shared/domain/recipients';
import type { Clock } from '../../shared/ports/clock';
import type { MailPreferences, Objection } from '../../shared/ports/mail-preferences';
import type { Mailer } from '../../shared/ports/mailer';
import type { Expansion, TargetChannel } from '../../shared/runtime/deliver-targets';
import { mailOf, mailTags, type Sender } from './mail-of';
import { composeMail, type Mail } from './mime';
import { mailErrorOutcome } from './outcome';
import type { Pacer } from './pacer';
import { refusalReason } from './refusal';
import { renderMail } from './render';
import type { UnsubscribeLinks } from './unsubscribe-links';

export interface EmailPorts extends Sender {
  readonly preferences: MailPreferences;
  readonly mailer: Mailer;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly templateOf: (type: string) => MailTemplate | undefined;
  /** What may be unsubscribed; `transactional` may not. */
  readonly categoryOf: (type: string) => string;
  readonly linkOf: UnsubscribeLinks;
}

/** A recipient; `key` is the address in lower case, so that two spellings of it are one delivery. */
export interface Recipient extends Mailbox {
  readonly key: string;
}

/** Mails each recipient a mail of its own. */
export const emailChannel = (ports: EmailPorts): TargetChannel<Recipient> => ({
  expand: async ({ recipients }) => expand(recipients),
  // Nobody's message names the others.
  body: (notification, recipient) => serializeJson({ ...notification, recipients: formatMailbox(recipient) }),
  admit: (_event, _target, { remainingMs }) => ports.pacer.turn(remainingMs()),
  deliver: async (_event, body) => {
    const notification = JSON.parse(body) as Notification;
    const recipient = recipientOf(notification);
    const category = ports.categoryOf(notification.type);
    const objection = await ports.preferences.objection(recipient.address, notification.tenant, category);
    if (objection) return suppressed(objectionReason(objection));
    const mail = await mailFor(notification, recipient, category, ports);
    return 'reason' in mail ? rejected(mail.reason) : send(notification, recipient, mail, ports);
  },
});

const objectionReason = (objection: Objection): string =>
  objection.kind === 'suppressed'
    ? `address is on the suppression list: ${objection.reason}`
    : `address has unsubscribed from ${objection.category}`;

function expand(recipients: string | undefined): Expansion<Recipient> {
  const parsed = parseRecipients(recipients ?? '');
  if (!parsed.ok) return { kind: 'refused', faults: parsed.faults };
  return { kind: 'targets', targets: parsed.recipients.map((box) => ({ ...box, key: box.address.toLowerCase() })) };
}

/** The one that the body was made for. */
function recipientOf({ recipients = '' }: Notification): Mailbox {
  const parsed = parseRecipients(recipients);
  const [recipient] = parsed.ok ? parsed.recipients : [];
  if (recipient === undefined) throw new TypeError('delivery message has no recipient that can be read');
  return recipient;
}

/** Or the reason why there can be none. */
async function mailFor(
  notification: Notification,
  recipient: Mailbox,
  category: string,
  ports: EmailPorts,
): Promise<Mail | { readonly reason: string }> {
  const { type, tenant } = notification;
  const template = ports.templateOf(type);
  const link = await ports.linkOf({ tenant, category, address: recipient.address.toLowerCase() });
  const rendering = renderMail(notification, template, link);
  if (!rendering.ok) return { reason: refusalReason(rendering.faults) };
  const sender = { ...ports, ...(template?.replyTo && { replyTo: template.replyTo }) };
  return mailOf(notification, recipient, rendering.mail, sender, { date: ports.clock.now(), link });
}

async function send(
  notification: Notification,
  { address }: Mailbox,
  mail: Mail,
  { mailer, from }: EmailPorts,
): Promise<DeliveryOutcome> {
  const request = { from, to: address, raw: await composeMail(mail), tags: mailTags(notification) };
  return mailer.send(request).then(
    ({ messageId }) => sent(messageId),
    (error) => mailErrorOutcome(error, from),
  );
}
