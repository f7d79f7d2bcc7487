import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import type { LineCounts } from '../../../shared/operations/import/import-window';
import type { GlobalOptions } from '../options';
import type { Terminal } from '../terminal';

/** Rejected lines that are printed for a person; with `--json`, all are. */
const MAX_SHOWN = 20;

interface RejectedLine {
  readonly line: number;
  readonly faults: readonly { readonly code: string; readonly path: string; readonly message: string }[];
}

/** Prints rejected lines as they come, and the counts at the end. */
export function importReport({ print, warn }: Terminal, { json }: GlobalOptions) {
  let shown = 0;
  const printLine = (text: string) => {
    shown += 1;
    if (json) print(text);
    else if (shown <= MAX_SHOWN) print(described(JSON.parse(text) as RejectedLine));
    else if (shown === MAX_SHOWN + 1) print('…');
  };
  return {
    /** @param ndjson of rejected lines */
    rejected: (ndjson: string) => {
      for (const line of ndjson.split('\n')) if (line !== '') printLine(line);
    },
    progress: ({ read, rejected }: LineCounts) => warn(`${read} lines read, ${rejected} rejected`),
    /** @throws CodedError `cli.lines_rejected` */
    end: (lines: LineCounts, verb: 'valid' | 'published') => {
      const { read, published, rejected } = lines;
      print(json ? JSON.stringify({ lines }) : `${read} lines read: ${published} ${verb}, ${rejected} rejected`);
      if (rejected === 0) return;
      const fix = 'correct them, and import them alone: all lines of a changed file are new';
      throw new CodedError('cli.lines_rejected', `${rejected} of ${read} lines were rejected`, fix);
    },
  };
}

const described = ({ line, faults }: RejectedLine): string =>
  faults.map(({ code, path, message }) => `line ${line} ${path}: ${message} [${code}]`).join('\n');
