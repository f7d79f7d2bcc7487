import type { Fault } from '../domain/kit/errors/coded-error';
import type { Notification } from '../domain/notification/notification';
import { faultsBy } from './faults-by-schema';
import { validators } from './validators.generated';

/**
 * Schema violations of a known type's data, at most 20 faults of code `notification.data.invalid`; none for unknown types,
 * whose data is not validated. Imports neither TypeBox nor Ajv, only code that they generated.
 */
export function dataFaults({ type, data }: Pick<Notification, 'type' | 'data'>): Fault[] {
  const validator = validators.get(type);
  return validator === undefined ? [] : faultsBy(validator, data);
}
