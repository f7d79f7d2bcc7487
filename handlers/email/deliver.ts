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
import { composeMail } from './mime';
import { mailErrorOutcome } from './outcome';
import { refusalReason } from './refusal';
import { type RenderedMail, renderMail } from './render';

export interface EmailPorts extends Sender {
  readonly preferences: MailPreferences;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly templateOf: (type: string) => MailTemplate | undefined;
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
  deliver: async (_event, body) => {
    const notification = JSON.parse(body) as Notification;
    const recipient = recipientOf(notification);
    const objection = await ports.preferences.objection(recipient.address, notification.tenant, 'transactional');
    if (objection) return suppressed(objectionReason(objection));
    const template = ports.templateOf(notification.type);
    const rendering = renderMail(notification, template);
    const sender = { ...ports, ...(template?.replyTo && { replyTo: template.replyTo }) };
    if (rendering.ok) return send(notification, recipient, rendering.mail, sender);
    return rejected(refusalReason(rendering.faults));
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

async function send(
  notification: Notification,
  recipient: Mailbox,
  rendered: RenderedMail,
  { mailer, clock, ...sender }: EmailPorts,
): Promise<DeliveryOutcome> {
  const mail = mailOf(notification, recipient, rendered, sender, { date: clock.now() });
  const request = {
    from: sender.from,
    to: recipient.address,
    raw: await composeMail(mail),
    tags: mailTags(notification),
  };
  return mailer.send(request).then(({ messageId }) => sent(messageId), mailErrorOutcome);
}
