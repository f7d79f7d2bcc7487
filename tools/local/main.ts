import { parseArgs } from 'node:util';
import { CodedError } from '../../shared/domain/coded-error';
import { runMain } from '../report-errors';
import { type Demonstration, demonstrate, startDemo } from './demo/demo';
import { type LocalRun, type Progress, startLocalRun } from './local-run';
import { MINISTACK_INBOX } from './ministack/ministack-inbox';
import { onInterrupt } from './processes/interrupts';
import { USAGE } from './usage';

async function main(): Promise<void> {
  const { once, help } = readArguments();
  if (help) return console.log(USAGE);
  const run = await startLocalRun(stepPrinter());
  const demo = await startDemo(run);
  const forget = onInterrupt(demo.receiver.close);
  console.log('\nPublishing examples/*.json through the SDK\n');
  const complete = await printDemonstrations(demonstrate(demo));
  if (!complete) process.exitCode = 1;
  if (!once) return printHints(run);
  await demo.receiver.close();
  forget();
  await run.stop();
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

async function printDemonstrations(demonstrations: AsyncIterable<Demonstration>): Promise<boolean> {
  let [expected, arrived] = [0, 0];
  for await (const { type, id, arrivals } of demonstrations) {
    console.log(`${type}  ${id}`);
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
  return arrived === expected;
}

/** Of MiniStack alone: the inbox of LocalStack is no page. */
const inboxHint = ({ name, endpoint }: LocalRun['emulator']): string =>
  name === 'ministack' ? `\nThe mails that were sent, in a browser: ${endpoint}${MINISTACK_INBOX}\n` : '';

const unknownTypesHint = ({ unknown_types }: LocalRun['outputs']): string =>
  unknown_types === 'allow'
    ? '\nwarning: types that the catalogue does not have are taken here; dev and prod refuse them\n'
    : '';

function printHints({ emulator, outputs }: LocalRun): void {
  console.log(`
Carillon is running. Try it from another terminal, in this folder:

  npx carillon publish --as-new examples/order-shipped.json
  npx carillon status <id>
  npx carillon endpoints list --tenant demo
${inboxHint(emulator)}
or from any program with an AWS SDK or the AWS CLI:

  export AWS_ENDPOINT_URL=${emulator.endpoint} AWS_REGION=${outputs.region} AWS_DEFAULT_REGION=${outputs.region}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  topic ARN: ${outputs.topic_arn}
${unknownTypesHint(outputs)}
Ctrl-C stops everything that was started here; the next start continues from its state.`);
}

runMain(main);
