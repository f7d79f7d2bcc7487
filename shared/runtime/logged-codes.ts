import { distinctCodes } from '../domain/kit/errors/distinct-codes';

/** Keeps the log line readable; the ledger has all codes. */
const MAX_CODES = 20;

/**
 * The distinct codes of the faults, for the log. Their messages are left out, because they may quote the content of a
 * notification.
 */
export const loggedCodes = (faults: readonly { readonly code: string }[]): string =>
  distinctCodes(faults).slice(0, MAX_CODES).join(' ');
