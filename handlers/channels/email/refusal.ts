import type { Fault } from '../../../shared/domain/kit/errors/coded-error';

/** Why a mail was not made, for the ledger: what is missing first and by name alone, since a reason is cut at 256 characters. */
export function refusalReason(faults: readonly Fault[]): string {
  const missing = faults.filter(({ code }) => code === MISSING);
  const names = missing.map(({ path }) => path.slice(1).replaceAll('/', '.')).join(', ');
  const others = faults.filter(({ code }) => code !== MISSING).map(({ code, message }) => `${code}: ${message}`);
  return [...(missing.length > 0 ? [`${MISSING}: the notification lacks ${names}`] : []), ...others].join('; ');
}

const MISSING = 'email.template.variable_missing';
