import type { FaultRow, Proof } from './read-faults';

/** Result of one test. */
export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: string;
}

/** Proofs without a passed test: the test does not exist, or did not pass. */
export function unproved(rows: readonly FaultRow[], results: readonly TestResult[]): string[] {
  return rows.flatMap(({ section, fault, proofs }) =>
    proofs.flatMap((proof) => {
      const found = results.filter((result) => isProvedBy(proof, result));
      const broken = found.filter(({ status }) => status !== 'passed');
      const where = `${section}, ${fault}: ${proof.file || '(no file)'} › ${proof.name}`;
      if (found.length === 0) return [`${where} does not exist or did not run`];
      return broken.map(({ name, status }) => `${where}: ${name} ${status}`);
    }),
  );
}

const isProvedBy = ({ file, name }: Proof, result: TestResult): boolean =>
  result.file === file && (name.endsWith('…') ? result.name.startsWith(name.slice(0, -1)) : result.name === name);
