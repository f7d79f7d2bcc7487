import { isErased } from '../../../shared/domain/audit-chain/address-digest';
import { suppressed } from '../../../shared/domain/delivery/outcome';
import { serializeJson } from '../../../shared/domain/kit/json/json';
import type { Notification } from '../../../shared/domain/notification/notification';
import { formatMailbox, type Mailbox, parseRecipients, targetOf } from '../../../shared/domain/notification/recipients';
import type { MailPreferences, Objection } from '../../../shared/ports/mail-preferences';
import type { Expansion, TargetChannel } from '../../../shared/runtime/target-channel';
import { type MailPorts, mailRecipient } from './mail-recipient';
import type { Pacer } from './pace/pacer';

export interface EmailPorts extends MailPorts {
  readonly preferences: MailPreferences;
  readonly pacer: Pacer;
  /** The category that a recipient may unsubscribe from; from `transactional` nobody can. */
  readonly categoryOf: (type: string) => string;
}

/** A recipient; `key` is the address in lower case, so that two spellings of an address are one delivery. */
export interface Recipient extends Mailbox {
  readonly key: string;
}

/** Sends each recipient a separate mail. */
export const emailChannel = (ports: EmailPorts): TargetChannel<Recipient> => ({
  expand: async ({ recipients }) => expand(recipients),
  // Privacy: a delivery message names only its own recipient.
  body: (notification, recipient) => serializeJson({ ...notification, recipients: formatMailbox(recipient) }),
  admit: (_event, _target, { remainingMs }) => ports.pacer.turn(remainingMs()),
  precondition: async ({ tenant, type }, address) => {
    if (isErased(address)) return suppressed('its address was erased, so there is no recipient to mail');
    const objection = await ports.preferences.objection(address, tenant, ports.categoryOf(type));
    return objection && suppressed(objectionReason(objection));
  },
  deliver: async ({ type }, body, _target, { begin }) => {
    const notification = JSON.parse(body) as Notification;
    return mailRecipient(notification, recipientOf(notification), ports.categoryOf(type), { ...ports, begin });
  },
});

const objectionReason = (objection: Objection): string =>
  objection.kind === 'suppressed'
    ? `address is on the suppression list: ${objection.reason}`
    : `address has unsubscribed from ${objection.category}`;

function expand(recipients: string | undefined): Expansion<Recipient> {
  const parsed = parseRecipients(recipients ?? '');
  if (!parsed.ok) return { kind: 'refused', faults: parsed.faults };
  return { kind: 'targets', targets: parsed.recipients.map((box) => ({ ...box, key: targetOf(box) })) };
}

/** The single recipient of a delivery message; see `body` above. */
function recipientOf({ recipients = '' }: Notification): Mailbox {
  const parsed = parseRecipients(recipients);
  const [recipient] = parsed.ok ? parsed.recipients : [];
  if (recipient === undefined) throw new TypeError('delivery message has no recipient that can be read');
  return recipient;
}
