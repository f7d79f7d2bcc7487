import { CodedError } from '../../../shared/domain/coded-error';
import { parseRecipients } from '../../../shared/domain/notification/recipients';

/**
 * One address, in the form in which deliveries have it: lower case, the domain in Punycode.
 *
 * @throws CodedError `cli.address_malformed`
 */
export function readAddress(text: string): string {
  const parsed = parseRecipients(text);
  const [recipient, ...others] = parsed.ok ? parsed.recipients : [];
  if (recipient && others.length === 0) return recipient.address.toLowerCase();
  throw new CodedError(
    'cli.address_malformed',
    `'${text}' is not one mail address`,
    'give one, such as ada@example.com',
  );
}
