import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import type { LineFault } from '../describe-failure';
import type { InputEntry } from './parse-entries';

/** A fault of the SDK's, and the index of the entry that has it. */
export interface EntryFault {
  readonly index: number;
  readonly fault: Fault;
}

/** All that is wrong with the notifications of an input, each fault with its line. */
export function invalidEntries(entries: readonly InputEntry[], faults: readonly EntryFault[]): CodedError {
  const invalidCount = new Set(faults.map(({ index }) => index)).size;
  const what = entries.length === 1 ? 'the notification is' : `${invalidCount} of ${entries.length} notifications are`;
  return new CodedError(
    'notification.invalid',
    `${what} invalid; nothing was sent`,
    fix(faults),
    faults.map(({ index, fault }) => withLine(fault, entries[index]?.line)),
  );
}

/** What was found wrong when the input was read. */
export const faultsOfText = (entries: readonly InputEntry[]): EntryFault[] =>
  entries.flatMap(({ faults = [] }, index) => faults.map((fault) => ({ index, fault })));

const withLine = (fault: Fault, line: number | undefined): Fault | LineFault =>
  line === undefined ? fault : { ...fault, line };

function fix(faults: readonly EntryFault[]): string {
  const lacksTenant = faults.some(({ fault }) => fault.code === 'notification.tenant.missing');
  return `change what the lines above name${lacksTenant ? '; --tenant <tenant> fills in a missing tenant' : ''}`;
}

/** The SDK's faults of a batch have the index first in their path, those of a single notification have not. */
export function entryFaults(error: unknown, isBatch: boolean): readonly EntryFault[] | undefined {
  if (!(error instanceof CodedError) || error.code !== 'notification.invalid') return undefined;
  return error.faults.map((fault) => (isBatch ? indexed(fault) : { index: 0, fault }));
}

function indexed(fault: Fault): EntryFault {
  const [, index = '0', path = ''] = /^\/(\d+)(.*)$/su.exec(fault.path) ?? [];
  return { index: Number(index), fault: { ...fault, path } };
}
