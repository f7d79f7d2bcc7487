import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError, type Fault } from '../../../shared/domain/kit/errors/coded-error';
import { parseUrl } from '../../../shared/domain/kit/text/parse-url';
import type { LocalOutputs } from '../../local/local-run';
import type { StackOutputs } from '../../local/stack';
import { readFile } from '../input/read-input';
import type { Terminal } from '../terminal';

/** Outputs of an applied stack. Only a local one has `emulator`. */
export type CliOutputs = StackOutputs & Partial<Pick<LocalOutputs, 'emulator'>>;

/** Written by `npm start`. Its constant is repeated here, because its module loads all that starts an emulator. */
export const DEFAULT_OUTPUTS_FILE = join(__dirname, '..', '..', '..', '.carillon', 'local', 'outputs.json');

const NEEDED = [
  'topic_arn',
  'region',
  'ledger_table',
  'directory_table',
  'data_key_arn',
  'audit_bucket',
  'audit_key_arn',
] as const satisfies readonly (keyof StackOutputs)[];

/**
 * The outputs of the stack: from the file `named`, else from that in `CARILLON_OUTPUTS`, else from the last `npm start`.
 *
 * @throws CodedError `cli.no_stack`, `cli.file_unreadable`, `cli.outputs_invalid`
 */
export function readStackOutputs(
  named: string | undefined,
  terminal: Pick<Terminal, 'directory' | 'variables'>,
): CliOutputs {
  const variable = terminal.variables.CARILLON_OUTPUTS;
  const file = named ?? (variable || DEFAULT_OUTPUTS_FILE);
  if (file === DEFAULT_OUTPUTS_FILE && !existsSync(file)) throw noStack();
  const name = named === undefined && variable ? `file '${file}' of CARILLON_OUTPUTS` : `file '${file}'`;
  return parseOutputs(Buffer.from(readFile(file, terminal, name)).toString('utf8'), name);
}

/** Parses `terraform output -json` (`{"topic_arn": {"value": …}}`), or the same without `value`. Errors call it `name`. */
export function parseOutputs(text: string, name: string): CliOutputs {
  const outputs = Object.entries(parseObject(text, name)).map(([name, output]) => [name, outputValue(output)] as const);
  const values: Record<string, unknown> = Object.fromEntries(outputs);
  const faults = [...NEEDED.flatMap((name) => missing(name, values[name])), ...emulatorFaults(values.emulator)];
  if (faults.length > 0) throw invalid(`${name} lacks outputs of a Carillon stack`, faults);
  return values as unknown as CliOutputs;
}

function parseObject(text: string, name: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // Reported below, like JSON that is no object.
  }
  throw invalid(`${name} is not a JSON object`, []);
}

const outputValue = (output: unknown): unknown => (isObject(output) && 'value' in output ? output.value : output);

function missing(name: string, value: unknown): Fault[] {
  if (typeof value === 'string' && value !== '') return [];
  const seen = value === undefined ? 'missing' : JSON.stringify(value);
  return [{ code: 'cli.outputs_invalid', path: `/${name}`, message: `${name} is ${seen}, expected a text` }];
}

function emulatorFaults(emulator: unknown): Fault[] {
  if (emulator === undefined) return [];
  const endpoint = isObject(emulator) ? emulator.endpoint : undefined;
  if (typeof endpoint === 'string' && parseUrl(endpoint)) return [];
  const message = `emulator.endpoint is ${JSON.stringify(endpoint) ?? 'missing'}, expected a URL; npm start writes it`;
  return [{ code: 'cli.outputs_invalid', path: '/emulator/endpoint', message }];
}

const FROM_TERRAFORM = 'run `terraform output -json > outputs.json` in the folder of an applied cdk.tf.json';

const noStack = (): CodedError =>
  new CodedError(
    'cli.no_stack',
    'no stack is named, and none was started on this machine',
    `run npm start; or, for a stack on AWS, ${FROM_TERRAFORM} and name the file with --outputs or CARILLON_OUTPUTS`,
  );

const invalid = (message: string, faults: readonly Fault[]): CodedError =>
  new CodedError('cli.outputs_invalid', message, FROM_TERRAFORM, faults);
