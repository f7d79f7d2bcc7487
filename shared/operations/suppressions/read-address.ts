import { CodedError } from '../../domain/kit/errors/coded-error';
import { readTarget } from '../../domain/notification/recipients';

/**
 * Parses one address into the canonical form of a delivery's target.
 *
 * @throws CodedError `cli.address_malformed`
 */
export function readAddress(text: string): string {
  const target = readTarget(text);
  if (target !== undefined) return target;
  throw new CodedError(
    'cli.address_malformed',
    `'${text}' is not one mail address`,
    'give one, such as ada@example.com',
  );
}
