import { createHash } from 'node:crypto';
import type { MailTemplate } from '../../shared/domain/mail-template';
import type { Notification } from '../../shared/domain/notification';
import { type DeliveryOutcome, delivered, rejected, suppressed } from '../../shared/domain/outcome';
import { type Mailbox, parseRecipients } from '../../shared/domain/recipients';
import type { Clock } from '../../shared/ports/clock';
import type { SuppressionList } from '../../shared/ports/directory';
import type { Mailer } from '../../shared/ports/mailer';
import type { Expansion, InlineChannel } from '../../shared/runtime/deliver-inline';
import { composeMail } from './mime';
import { mailErrorOutcome } from './outcome';
import { refusalReason } from './refusal';
import { type RenderedMail, renderMail } from './render';

export interface EmailPorts {
  readonly suppressions: SuppressionList;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly templateOf: (type: string) => MailTemplate | undefined;
  /** The address that mail comes from. */
  readonly from: string;
}

/** A recipient; `key` is the address in lower case, so that two spellings of it are one delivery. */
export interface Recipient extends Mailbox {
  readonly key: string;
}

/** Mails each recipient a mail of its own. */
export const emailChannel = (ports: EmailPorts): InlineChannel<Recipient> => ({
  expand: async ({ recipients }) => expand(recipients),
  deliver: async (notification, recipient) => {
    const suppression = await ports.suppressions.suppression(recipient.address, notification.tenant);
    if (suppression) return suppressed(`address is on the suppression list: ${suppression.reason}`);
    const rendering = renderMail(notification, ports.templateOf(notification.type));
    if (rendering.ok) return send(notification, recipient, rendering.mail, ports);
    return rejected(refusalReason(rendering.faults));
  },
});

function expand(recipients: string | undefined): Expansion<Recipient> {
  const parsed = parseRecipients(recipients ?? '');
  if (!parsed.ok) return { kind: 'refused', faults: parsed.faults };
  return { kind: 'targets', targets: parsed.recipients.map((box) => ({ ...box, key: box.address.toLowerCase() })) };
}

async function send(
  { id }: Notification,
  { name, address }: Recipient,
  mail: RenderedMail,
  { mailer, clock, from }: EmailPorts,
): Promise<DeliveryOutcome> {
  const raw = await composeMail({
    ...mail,
    from: { address: from },
    to: name === undefined ? { address } : { name, address },
    messageId: messageId(id, address, from),
    date: clock.now(),
  });
  return mailer.send({ from, to: address, raw }).then(({ messageId }) => delivered(messageId), mailErrorOutcome);
}

/** The same for every attempt, and without the address in clear. */
const messageId = (id: string, address: string, from: string): string =>
  `<${id}.${createHash('sha256').update(address).digest('hex').slice(0, 16)}@${from.slice(from.lastIndexOf('@') + 1)}>`;
