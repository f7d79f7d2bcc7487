import { decodeWords } from '../mail/encoded-words';
import type { Notification } from '../notification/notification';
import { type Mailbox, parseRecipients, writtenName } from '../notification/recipients';
import { type AddressDigest, erasedAddress, isErased } from './address-digest';
import { names } from './address-in-text';

/** The notification with a digest in place of every address and display name. Idempotent. */
export function redact(notification: Notification, digest: AddressDigest): Notification {
  const { recipients } = notification;
  return recipients === undefined ? notification : { ...notification, recipients: redactList(recipients, digest) };
}

/**
 * The notification with a digest in place of one address and its display name; undefined if the address is no
 * recipient. `redact` returns the same for it as for the original, so its digest does not change.
 *
 * @param address in any case
 */
export function eraseRecipient(
  notification: Notification,
  address: string,
  digest: AddressDigest,
): Notification | undefined {
  const recipients = eraseInList(notification.recipients ?? '', address.toLowerCase(), digest);
  return recipients === undefined ? undefined : { ...notification, recipients };
}

function redactList(list: string, digest: AddressDigest): string {
  const parsed = parseRecipients(list, writtenName);
  if (!parsed.ok) return redactUnreadable(list, digest);
  const redacted = parsed.recipients.map((mailbox) => formatMailbox(redactMailbox(mailbox, digest)));
  return [...new Map(redacted.map((mailbox) => [mailbox.slice(mailbox.indexOf('<')), mailbox])).values()].join(', ');
}

/** Removes comments, which may contain the address. A recipient whose display name is the address is erased too. */
function eraseInList(list: string, address: string, digest: AddressDigest): string | undefined {
  const parsed = parseRecipients(list, writtenName);
  const isNamed = names(list, address);
  if (!parsed.ok) return isNamed ? redactUnreadable(list, digest) : undefined;
  const isMeant = ({ name = '', address: theirs }: Mailbox) =>
    theirs.toLowerCase() === address || names(name, address) || names(decodeWords(name), address);
  if (!isNamed && !parsed.recipients.some(isMeant)) return undefined;
  const erased = parsed.recipients.map((mailbox) => (isMeant(mailbox) ? redactMailbox(mailbox, digest) : mailbox));
  return erased.map(formatMailbox).join(', ');
}

/**
 * The audit channel also records recipients that the email channel refuses: the whole list is replaced by one digest.
 */
const redactUnreadable = (list: string, digest: AddressDigest): string =>
  formatMailbox({ address: erasedAddress(`list\0${list}`, digest) });

function redactMailbox(mailbox: Mailbox, digest: AddressDigest): Mailbox {
  const { name, address } = mailbox;
  if (isErased(address)) return mailbox;
  return { ...(name !== undefined && { name: digest(`name\0${name}`) }), address: erasedAddress(address, digest) };
}

const formatMailbox = ({ name, address }: Mailbox): string =>
  name === undefined ? `<${address}>` : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`;
