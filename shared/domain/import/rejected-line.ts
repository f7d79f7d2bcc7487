import type { Fault } from '../kit/errors/coded-error';
import { maskPrivate } from '../kit/text/mask-private';

const MAX_FAULTS = 20;
const MAX_MESSAGE = 300;

/**
 * A rejected line as NDJSON: its number and its faults, without its content. Messages may quote a value: addresses and
 * credentials in it are masked. Bounded, because a line may have thousands of faults.
 */
export function rejectedLine(line: number, faults: readonly Fault[]): string {
  const more = faults.length - MAX_FAULTS;
  const shown = faults.slice(0, MAX_FAULTS).map(({ code, path, message }) => ({
    code,
    path,
    message: maskPrivate(message).slice(0, MAX_MESSAGE).toWellFormed(),
  }));
  return `${JSON.stringify({ line, faults: shown, ...(more > 0 && { moreFaults: more }) })}\n`;
}
