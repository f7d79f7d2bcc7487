import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preflight } from './preflight';

let path = '';
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'path-'));
});
afterEach(() => rmSync(path, { recursive: true }));

/** Puts a command on the PATH that says this and ends with this code. */
function put(command: string, output: string, code = 0): string {
  const file = join(path, command);
  writeFileSync(file, `#!/bin/sh\necho '${output}'\nexit ${code}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('the commands on the PATH are probed for their versions', async () => {
  put('python3', '3.12.1 True');
  put('terraform', 'Terraform v1.9.8\non linux_amd64');
  put('tofu', 'OpenTofu v1.10.5\non linux_amd64');
  put('docker', '27.0.3');
  const { tools, errors } = await preflight(['python', 'terraform', 'docker'], { env: { PATH: path } });
  expect({ tools, errors }).toEqual({ tools: { python: 'python3', terraform: 'tofu' }, errors: [] });
});

test('the commands that variables name are probed instead', async () => {
  put('python3', '3.12.1 True');
  put('terraform', 'Terraform v1.11.4');
  const PYTHON = put('mine', '3.9.2 True');
  const env = { PATH: path, PYTHON, TERRAFORM_BINARY_NAME: 'none' };
  const { errors } = await preflight(['python', 'terraform'], { env });
  expect(errors.map(({ code, message }) => [code, message])).toEqual([
    ['local.python.outdated', `no Python 3.10 or later: ${PYTHON} is 3.9.2`],
    ['local.terraform.missing', 'no Terraform or OpenTofu 1.10 or later: looked for none'],
  ]);
});

test('a failing command is reported with its output', async () => {
  put('docker', 'Cannot connect to the Docker daemon', 1);
  const { errors } = await preflight(['docker'], { env: { PATH: path } });
  expect(errors[0]?.message).toBe('the docker engine does not answer: Cannot connect to the Docker daemon');
});

test('if only Terraform is missing, it is fetched and probed', async () => {
  put('python3', '3.12.1 True');
  const fetched = put('fetched', 'OpenTofu v1.12.6');
  const options = { env: { PATH: path }, fetchTerraform: async () => fetched };
  const { tools, errors } = await preflight(['python', 'terraform'], options);
  expect({ tools, errors }).toEqual({ tools: { python: 'python3', terraform: fetched }, errors: [] });
});

test('if it cannot be fetched, the error has the reason', async () => {
  put('python3', '3.12.1 True');
  const fetchTerraform = () => Promise.reject(new Error('no network'));
  const { errors } = await preflight(['python', 'terraform'], { env: { PATH: path }, fetchTerraform });
  expect(errors.map(({ message }) => message)).toEqual([
    'no Terraform or OpenTofu 1.10 or later: looked for terraform, tofu; no network',
  ]);
});

test.each([
  ['Python is missing too', {}, ['python', 'terraform'] as const],
  ['one is named', { TERRAFORM_BINARY_NAME: 'mine' }, ['terraform'] as const],
])('nothing is fetched where %s', async (_, variables, needs) => {
  const fetchTerraform = jest.fn();
  await preflight(needs, { env: { PATH: path, ...variables }, fetchTerraform });
  expect(fetchTerraform).not.toHaveBeenCalled();
});

test('without a PATH everything is missing', async () => {
  const { errors } = await preflight(['python', 'terraform', 'docker'], { env: { PATH: path } });
  const codes = ['local.python.missing', 'local.terraform.missing', 'local.docker.missing'];
  expect(errors.map(({ code }) => code)).toEqual(codes);
});
