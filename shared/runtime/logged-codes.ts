import { distinctCodes } from '../domain/kit/errors/distinct-codes';

/** More would make the log line unreadable; the ledger has them. */
const MAX_CODES = 20;

/** What the log says of faults, whose messages may quote what was received. */
export const loggedCodes = (faults: readonly { readonly code: string }[]): string =>
  distinctCodes(faults).slice(0, MAX_CODES).join(' ');
