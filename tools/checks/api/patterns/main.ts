import { parseArgs } from 'node:util';
import { CodedError } from '../../../../shared/domain/kit/errors/coded-error';
import { localApiUrl } from '../../../local/api/local-api-url';
import { preflight } from '../../../local/preflight/preflight';
import { onInterrupt } from '../../../local/processes/interrupts';
import { startThrowawayStack } from '../../../local/throwaway-stack';
import { CodedErrors, runMain } from '../../../support/report-errors';
import { runSchemathesis } from './run-schemathesis';

const USAGE = `npm run test:patterns [-- --seed <n> --examples <n>]

Applies the real stack to a fresh MiniStack without IAM, and sends about 1,700 requests to the HTTP API that Schemathesis
makes of its description: valid ones, ones that break one rule each, and random ones. Ends with 1 when one is answered with a
5xx, or with a status, content type or body that the description does not have.

  --seed       which random requests [default: 1]
  --examples   random requests for each route [default: 15]`;

runMain(async () => {
  const options = readArguments();
  if (options === undefined) return console.log(USAGE);
  const log = (line: string) => console.log(`    ${line.trimEnd()}`);
  const { tools, errors } = await preflight(['python']);
  if (!tools.python) throw new CodedErrors(errors);
  const { emulator, outputs } = await startThrowawayStack({ name: 'patterns', auth: false, log });
  const forget = onInterrupt(emulator.stop);
  try {
    const url = `${localApiUrl({ emulator: { name: 'ministack', endpoint: emulator.endpoint }, outputs })}/v1`;
    if (!(await runSchemathesis({ ...options, url, python: tools.python, log }))) process.exitCode = 1;
  } finally {
    await emulator.stop();
    forget();
  }
});

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ options: { seed: text, examples: text, help: { type: 'boolean' } } });
    if (values.help) return undefined;
    return { seed: Number(values.seed ?? 1), examples: Number(values.examples ?? 15) };
  } catch (error) {
    const message = (error as Error).message.split('. ')[0] ?? '';
    throw new CodedError('local.arguments', message, 'npm run test:patterns -- --help');
  }
}
