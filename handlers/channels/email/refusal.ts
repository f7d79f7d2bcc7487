import type { Fault } from '../../../shared/domain/kit/errors/coded-error';

/** The reason in the ledger for a mail that did not render. Missing variables come first: it is cut at 256 characters. */
export function refusalReason(faults: readonly Fault[]): string {
  const missing = faults.filter(({ code }) => code === MISSING);
  const names = missing.map(({ path }) => path.slice(1).replaceAll('/', '.')).join(', ');
  const others = faults.filter(({ code }) => code !== MISSING).map(({ code, message }) => `${code}: ${message}`);
  return [...(missing.length > 0 ? [`${MISSING}: the notification lacks ${names}`] : []), ...others].join('; ');
}

const MISSING = 'email.template.variable_missing';
