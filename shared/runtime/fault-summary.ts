import type { Fault } from '../domain/kit/errors/coded-error';
import { truncate } from '../domain/kit/text/truncate';
import { MAX_NOTE_REASON_LENGTH } from './note-reason';

/** In characters. A fault quotes names and values of the message, which may be as long as the message. */
const MAX_FAULT_LENGTH = 400;
const SEPARATOR = '; ';
const ROOM_FOR_COUNT = 30;

/** The reason of a refusal: as many faults as fit into a note, and the number of the others. */
export function faultSummary(faults: readonly Fault[]): string {
  const listed: string[] = [];
  let room = MAX_NOTE_REASON_LENGTH - ROOM_FOR_COUNT;
  for (const { code, path, message } of faults) {
    const text = truncate(`${code} at '${path}': ${message}`, MAX_FAULT_LENGTH);
    room -= text.length + SEPARATOR.length;
    if (room < 0) break;
    listed.push(text);
  }
  const more = faults.length - listed.length;
  return [...listed, ...(more > 0 ? [`and ${more} more`] : [])].join(SEPARATOR);
}
