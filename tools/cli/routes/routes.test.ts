import { channels } from '../../../handlers';
import { catalogue } from '../../../shared/catalogue';
import { routesOf } from '../../../shared/domain/routes/routes';
import { runCli } from '../run-cli';
import { testTerminal } from '../testing/test-terminal';

async function routes(...args: readonly string[]) {
  const terminal = testTerminal();
  const exitCode = await runCli(['routes', ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

test('the table has a row for each type and a column for each channel', async () => {
  const { exitCode, output, errors } = await routes();
  expect([exitCode, errors]).toEqual([0, '']);
  expect(output.split('\n').slice(0, 3)).toEqual([
    'TYPE                    EMAIL  WEBHOOK   AUDIT',
    'activity.weekly-digest  yes    if named  yes',
    'alarm.changed           yes    if named  yes',
  ]);
  expect(output.trim().split('\n')).toHaveLength(catalogue.length + 1);
});

test('as JSON it is a document for each type', async () => {
  const { output } = await routes('--json');
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(routesOf(catalogue, channels));
});
