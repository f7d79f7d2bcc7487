import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { runProcess } from '../../local/processes/processes';
import { runMain } from '../../support/report-errors';
import { type TestResult, unproved } from './judge-faults';
import { type FaultRow, readFaults } from './read-faults';

const ROOT = join(__dirname, '..', '..', '..');
const USAGE = `npm run test:faults [-- --results <file>]

Runs the tests that docs/faults.md names, and says of each fault whether it is proved.

  --results   take them from a run of CARILLON_TEST_RESULTS=<file> npm test, instead of running them`;

async function main(): Promise<void> {
  const { results: file, help } = readArguments();
  if (help) return console.log(USAGE);
  const rows = readFaults(readFileSync(join(ROOT, 'docs', 'faults.md'), 'utf8'));
  const results = JSON.parse(readFileSync(file ?? (await runTests(rows)), 'utf8')) as TestResult[];
  const open = unproved(rows, results);
  for (const line of open) console.log(`not proved: ${line}`);
  const proved = rows.length - new Set(open.map((line) => line.split(': ')[0])).size;
  console.log(`\n${proved} of ${rows.length} faults have the outcome that docs/faults.md defines`);
  if (open.length > 0) process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({ options: { results: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    const fix = 'npm run test:faults -- --help';
    throw new CodedError('local.arguments', (error as Error).message.split('. ')[0] ?? '', fix);
  }
}

async function runTests(rows: readonly FaultRow[]): Promise<string> {
  const directory = join(ROOT, '.carillon', 'faults');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'results.json');
  rmSync(file, { force: true });
  const files = [...new Set(rows.flatMap(({ proofs }) => proofs.map((proof) => join(ROOT, proof.file))))];
  const { code } = await runProcess({
    command: process.execPath,
    args: [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--runTestsByPath', ...files],
    cwd: ROOT,
    env: { ...process.env, CARILLON_TEST_RESULTS: file },
    onLine: (line) => console.log(line),
  });
  if (code !== 0) process.exitCode = 1;
  return file;
}

runMain(main);
