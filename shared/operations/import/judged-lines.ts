import { LineScanner, type Position, type RawLine } from '../../domain/import/line-scanner';
import type { Settings } from '../../producer/prepare';
import { type FileIdentity, type JudgedLine, judgeLine } from './judge-line';
import type { OpenFile } from './open-file';

/**
 * The lines of a file from a position on, validated one by one as they are asked for: a slow topic slows the reading.
 *
 * @param chunks the file's bytes from that position on
 */
export async function* judgedLines(
  chunks: AsyncIterable<Uint8Array>,
  from: Position,
  { findEnd, readEntry }: OpenFile,
  file: FileIdentity,
  settings: Settings,
): AsyncGenerator<JudgedLine> {
  const scanner = new LineScanner(findEnd, from);
  const judged = (line: RawLine) => judgeLine(line, readEntry, file, settings);
  for await (const chunk of chunks) for (const line of scanner.push(chunk)) yield judged(line);
  for (const line of scanner.end()) yield judged(line);
}
