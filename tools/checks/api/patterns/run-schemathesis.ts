import { join } from 'node:path';
import { preparePythonEnvironment } from '../../../local/ministack/python-environment';
import { runProcess } from '../../../local/processes/processes';

const ROOT = join(__dirname, '..', '..', '..', '..');
const DIRECTORY = join(ROOT, '.carillon', 'schemathesis');
const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** No 5xx, no status, content type or body that the description does not have. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];
/** MiniStack without IAM asks only for the form of a signature. */
const SIGNED =
  'Authorization: AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00';

export interface PatternsOptions {
  /** Base URL of the API, with `/v1`. */
  readonly url: string;
  readonly seed: number;
  /** Requests per route that are drawn at random, beside those that the schema's limits give. */
  readonly examples: number;
  /** A command or path of Python 3.10 or later. */
  readonly python: string;
  readonly log: (line: string) => void;
}

/** Sends what the description allows and forbids to every route. Returns whether all answers were as described. */
export async function runSchemathesis({ url, seed, examples, python, log }: PatternsOptions): Promise<boolean> {
  const environment = { python, directory: DIRECTORY, requirementsFile: REQUIREMENTS, what: 'Schemathesis', log };
  const command = await preparePythonEnvironment(environment);
  const drawn = ['--seed', String(seed), '--max-examples', String(examples), '--phases', 'examples,coverage,fuzzing'];
  const run = ['run', join(ROOT, 'shared', 'api', 'openapi.json'), '--url', url, '--header', SIGNED];
  const { code } = await runProcess({
    command,
    args: ['-m', 'schemathesis.cli', '--no-color', ...run, '--checks', CHECKS.join(','), ...drawn, '--workers', '2'],
    cwd: DIRECTORY,
    env: { ...process.env, PYTHONUTF8: '1' },
    onLine: log,
  });
  return code === 0;
}
