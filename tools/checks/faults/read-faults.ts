/** Reference to a test by file and full Jest name; a final `…` matches any rest. */
export interface Proof {
  readonly file: string;
  readonly name: string;
}

/** A row of docs/faults.md. */
export interface FaultRow {
  readonly section: string;
  readonly fault: string;
  readonly outcome: string;
  readonly proofs: readonly Proof[];
}

/** Rows of all tables with the columns `fault`, `outcome` and `proved by`; ignores other tables. */
export function readFaults(markdown: string): FaultRow[] {
  let section = '';
  let columns = '';
  return markdown.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) section = line.slice(3);
    if (!line.startsWith('|')) columns = '';
    else if (columns === '') columns = line;
    else if (columns === FAULT_COLUMNS) return readRow(section, line);
    return [];
  });
}

const FAULT_COLUMNS = '| fault | outcome | proved by |';

function readRow(section: string, line: string): FaultRow[] {
  const [, fault, outcome, proofs] = /^\| (.+?) \| (.+?) \| (.+) \|$/.exec(line) ?? [];
  if (!fault || !outcome || !proofs || /^-+$/.test(fault)) return [];
  return [{ section, fault, outcome, proofs: proofs.split('<br>').map(readProof) }];
}

function readProof(text: string): Proof {
  const [, file = '', name = ''] = /^`([^`]+)` › (.+)$/.exec(text.trim()) ?? [];
  return { file, name: name.replaceAll('\\|', '|') };
}
