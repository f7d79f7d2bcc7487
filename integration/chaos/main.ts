import { parseArgs } from 'node:util';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { onInterrupt } from '../../tools/local/processes/interrupts';
import { startThrowawayStack } from '../../tools/local/throwaway-stack';
import { runMain } from '../../tools/support/report-errors';
import { type ChaosOptions, runChaos } from './run-chaos';

const USAGE = `npm run test:chaos [-- --seed <n> --notifications <n> --kill-seconds <n> --minutes <n>]

Applies the real stack to a fresh MiniStack with IAM enforced, publishes to three channels while endpoints fail, stall,
reset and answer late, and kills Lambda workers at random. Ends with 1 when a delivery is lost, or repeated without the
death of a worker between its effect and its record.

  --seed            what endpoints answer and when workers are killed [default: another one each time]
  --notifications   how many [default: 2000]
  --kill-seconds    how long workers are killed, at least until all is published [default: 90]
  --minutes         how long to wait for the last delivery [default: 14]`;

async function main(): Promise<void> {
  const options = readArguments();
  if (options === undefined) return console.log(USAGE);
  console.log(`seed ${options.seed}`);
  const log = (line: string) => console.log(`    ${line.trim()}`);
  const stack = await startThrowawayStack({ name: 'chaos', auth: true, log });
  const forget = onInterrupt(stack.emulator.stop);
  try {
    if (!(await runChaos(stack, options))) process.exitCode = 1;
  } finally {
    await stack.emulator.stop();
    forget();
  }
}

function readArguments(): ChaosOptions | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { seed: text, notifications: text, 'kill-seconds': text, minutes: text, help: { type: 'boolean' } },
    });
    if (values.help) return undefined;
    return {
      seed: Number(values.seed ?? Date.now() % 1_000_000),
      notifications: Number(values.notifications ?? 2_000),
      killSeconds: Number(values['kill-seconds'] ?? 90),
      minutes: Number(values.minutes ?? 14),
    };
  } catch (error) {
    throw new CodedError(
      'local.arguments',
      (error as Error).message.split('. ')[0] ?? '',
      'npm run test:chaos -- --help',
    );
  }
}

runMain(main);
