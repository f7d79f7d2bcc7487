import type { Fault } from '../kit/errors/coded-error';
import { pointer } from '../kit/json/json-pointer';
import { isCloudEventsString, shown } from './attribute-rules';

/** CloudEvents 1.0.2, "Naming Conventions" and "Type System": lower-case letters and digits, simple types. */
export const isExtension = (name: string, value: unknown): boolean => isExtensionName(name) && isSimple(value);

export const isExtensionName = (name: string): boolean => /^[a-z0-9]{1,20}$/.test(name);

export function extensionFault(name: string, value: unknown): Fault | undefined {
  if (isExtension(name, value)) return undefined;
  const message = `extension attribute ${shown(name)} is refused, expected a name of 1 to 20 of a-z and 0-9 with a string without control characters, a boolean, or an integer of 32 bits; put it into data`;
  return { code: 'notification.extension.malformed', path: pointer('', name), message };
}

/** A JSON number must be a CloudEvents Integer: signed, 32 bits. `~~` truncates to 32 bits. */
const isSimple = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'string' && isCloudEventsString(value)) ||
  (typeof value === 'number' && ~~value === value);
