import type { Position } from '../../domain/import/line-scanner';
import type { Mapping } from '../../domain/import/mapping';
import type { UploadFormat } from '../../domain/import/upload-key';
import { CodedError } from '../../domain/kit/errors/coded-error';
import type { Settings } from '../../producer/prepare';
import { importWindow, type Window, type WindowPorts } from './import-window';
import type { FileIdentity } from './judge-line';
import { judgedLines } from './judged-lines';
import { openFile } from './open-file';

/** A file outside of the bucket of uploads. */
export interface LocalFile extends FileIdentity {
  readonly format: UploadFormat;
  readonly mapping: Mapping;
  /** The first `HEAD_BYTES` of the file, or all of a shorter one. */
  readonly head: Uint8Array;
  /** The bytes from an offset on. */
  readonly chunksFrom: (offset: number) => AsyncIterable<Uint8Array>;
}

/**
 * Publishes a file as `ingest` does, window by window. Keeps no checkpoint: importing the file again repeats the same
 * ids, and the ledger deduplicates.
 *
 * @param ports without a topic, lines are validated only
 * @throws CodedError `import.…` with all faults if the file cannot be read; of the topic if a line could not be published
 */
export async function* importFile(file: LocalFile, settings: Settings, ports: WindowPorts): AsyncGenerator<Window> {
  const opened = openFile(file.head, file.format, file.mapping);
  if (!opened.ok) throw refused(opened.faults);
  const { begin } = opened.file;
  const lines = judgedLines(file.chunksFrom(begin.offset), begin, opened.file, file, settings);
  for (let at: Position = begin, isLast = false; !isLast; ) {
    const window = await importWindow(lines, at, ports);
    yield window;
    [at, isLast] = [window.end, window.isLast];
  }
}

/** The error of a file that cannot be read as a whole. */
export function refused(faults: CodedError['faults']): CodedError {
  const [first] = faults;
  const fix = 'change what the faults name; nothing was published';
  return new CodedError(first?.code ?? 'import.failed', 'the file cannot be imported', fix, faults);
}
