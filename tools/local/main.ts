import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { requireCurrentCatalogue } from '../build/compile-catalogue';
import { runMain } from '../support/report-errors';
import { localApiUrl } from './api/local-api-url';
import { startReferencePage } from './api/reference-page';
import { type Demonstration, demonstrate, startDemo } from './demo/demo';
import { formatHints, type Shown } from './hints';
import { type LocalRun, type Progress, startLocalRun } from './local-run';
import { onInterrupt, stopEverything } from './processes/interrupts';
import { USAGE } from './usage';

const REFERENCE = join(__dirname, '..', '..', '.carillon', 'local', 'reference');

async function main(): Promise<void> {
  const { once, help } = readArguments();
  if (help) return console.log(USAGE);
  // Fails early: synthesis would refuse it only after the checks of tools and state.
  requireCurrentCatalogue();
  const run = await startLocalRun(stepPrinter());
  const demo = await startDemo(run);
  const forget = onInterrupt(demo.receiver.close);
  const { complete, published } = await printDemonstrations(demonstrate(demo));
  if (!complete) process.exitCode = 1;
  if (!once) return console.log(formatHints({ ...run, ...(await describeApi(run)) }, published));
  await demo.receiver.close();
  forget();
  await run.stop();
}

/** Address and reference of the HTTP API; nothing where the emulator has no HTTP APIs. */
async function describeApi(run: LocalRun): Promise<Pick<Shown, 'apiUrl' | 'referenceUrl'>> {
  const apiUrl = localApiUrl(run);
  if (apiUrl === undefined) return {};
  const { origin, close } = await startReferencePage({ directory: REFERENCE, apiUrl });
  onInterrupt(close);
  return { apiUrl, referenceUrl: `${origin}/` };
}

function readArguments(): { once: boolean; help: boolean } {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { once: flag, help: { ...flag, short: 'h' } } }).values;
  } catch (error) {
    throw new CodedError('local.arguments', (error as Error).message.split('. ')[0] ?? '', 'npm start -- --help');
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function stepPrinter(): Progress {
  let last = Date.now();
  return {
    line: (line) => console.log(`    ${line.trim()}`),
    step: (name, result) => {
      console.log(`  ${name.padEnd(10)} ${result.padEnd(60)} ${seconds(Date.now() - last).padStart(7)}`);
      last = Date.now();
    },
  };
}

/** @returns whether all deliveries arrived, and the id of the last notification */
async function printDemonstrations(demonstrations: AsyncIterable<Demonstration>) {
  let [expected, arrived, published] = [0, 0, ''];
  let heading = '';
  for await (const { way = 'the SDK: examples/*.json', type, id, arrivals } of demonstrations) {
    if (heading !== way) console.log(`\nPublishing by ${way}\n`);
    heading = way;
    console.log(`${type}  ${id}`);
    published = id;
    for (const { channel, seen, lacking, milliseconds = 0 } of arrivals) {
      if (lacking !== undefined) {
        console.log(`  – ${channel.padEnd(8)} not here: ${lacking}`);
        continue;
      }
      expected += 1;
      if (seen !== undefined) arrived += 1;
      const [mark, what, time] = seen === undefined ? ['✗', 'did not arrive', ''] : ['✓', seen, seconds(milliseconds)];
      console.log(`  ${mark} ${channel.padEnd(8)} ${what.padEnd(86)} ${time.padStart(6)}`);
    }
  }
  console.log(`\n${arrived} of ${expected} deliveries arrived`);
  return { complete: arrived === expected, published };
}

runMain(main, stopEverything);
