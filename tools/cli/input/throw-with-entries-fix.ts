import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { withFix } from '../with-fix';

/** For `catch`: an error of entries has the fix of the commands that read them. */
export function throwWithEntriesFix(error: unknown): never {
  const tenant = lacksTenant(error) ? '; --tenant <tenant> fills in a missing tenant' : '';
  throw withFix(error, { 'notification.invalid': `change what the lines above name${tenant}` });
}

const lacksTenant = (error: unknown): boolean =>
  error instanceof CodedError && error.faults.some(({ code }) => code === 'notification.tenant.missing');
