import type { CommandFinding, Findings, PythonFinding } from './preflight-findings';
import { judge } from './preflight-judgement';

const python = (command: string, version: string, venv = true): PythonFinding => ({ command, version, venv });
const terraform = (command: string, version: string): CommandFinding => ({ command, version });
const absent = (command: string) => ({ command, failure: 'not found', venv: false });

const COMPLETE: Findings = {
  pythons: [python('python3', '3.10.0')],
  terraforms: [terraform('terraform', '1.10.0')],
  docker: { engine: '27.0.3' },
  port: { free: 4566 },
};

function errorsOf(findings: Findings): [string, string][] {
  return judge(findings).errors.map(({ code, message }) => [code, message]);
}

test('with nothing missing the tools are chosen without notes', () => {
  expect(judge(COMPLETE)).toEqual({
    tools: { python: 'python3', terraform: 'terraform', port: 4566 },
    notes: [],
    errors: [],
  });
});

test('a tool that is not needed is neither chosen nor missing', () => {
  expect(judge({})).toEqual({ tools: {}, notes: [], errors: [] });
});

test('everything that is missing is reported at once, with what was found', () => {
  const findings = {
    pythons: [absent('python3'), absent('python')],
    terraforms: [absent('terraform'), absent('tofu')],
    docker: { failure: 'not found' },
    port: { free: 4567 },
  };
  expect(judge(findings).tools).toEqual({ port: 4567 });
  expect(errorsOf(findings)).toEqual([
    ['local.python.missing', 'no Python 3.10 or later: looked for python3, python'],
    ['local.terraform.missing', 'no Terraform or OpenTofu 1.10 or later: looked for terraform, tofu'],
    ['local.docker.missing', 'docker was not found'],
  ]);
});

test('every error has a fix', () => {
  const findings = {
    pythons: [absent('python')],
    terraforms: [absent('tofu')],
    docker: { failure: 'refused' },
    port: {},
  };
  expect(
    judge(findings)
      .errors.map(({ fix }) => fix)
      .filter((fix) => fix.length > 10),
  ).toHaveLength(4);
});

test('an old Python is skipped for a later one', () => {
  const pythons = [python('python3', '3.9.18'), python('python', '2.7.18'), python('python3.12', '3.12.1')];
  expect(judge({ pythons })).toEqual({ tools: { python: 'python3.12' }, notes: [], errors: [] });
});

test('Pythons that are all too old are named with their versions', () => {
  const pythons = [python('python3', '3.9.18'), python('python', '2.7.18'), absent('python3.12')];
  const message = 'no Python 3.10 or later: python3 is 3.9.18, python is 2.7.18';
  expect(errorsOf({ pythons })).toEqual([['local.python.outdated', message]]);
});

test('a Python without venv is skipped for one with it', () => {
  const pythons = [python('python3', '3.11.2', false), python('python3.10', '3.10.1')];
  expect(judge({ pythons }).tools).toEqual({ python: 'python3.10' });
});

test('a Python without venv has its own message and fix', () => {
  const { errors } = judge({ pythons: [python('python3', '3.11.2', false)] });
  expect(errors.map(({ code, message, fix }) => ({ code, message, fix }))).toEqual([
    {
      code: 'local.python.no_venv',
      message: 'python3 3.11.2 cannot make a virtual environment: its modules venv and ensurepip are not both there',
      fix: 'install them (Debian and Ubuntu: apt-get install python3-venv), or name another Python in PYTHON',
    },
  ]);
});

test('OpenTofu is chosen if Terraform is too old', () => {
  const terraforms = [terraform('terraform', '1.9.8'), terraform('tofu', '1.10.0')];
  expect(judge({ terraforms }).tools).toEqual({ terraform: 'tofu' });
});

test.each(['1.10.0', '1.11.4', '2.0.0', '10.0.0'])('Terraform %s is new enough', (version) => {
  expect(errorsOf({ terraforms: [terraform('terraform', version)] })).toEqual([]);
});

test.each(['1.9.99', '1.1.10', '0.15.0'])('Terraform %s is too old', (version) => {
  expect(errorsOf({ terraforms: [terraform('terraform', version)] })[0]?.[0]).toBe('local.terraform.outdated');
});

test('a command that does not run is reported with its output', () => {
  const terraforms = [{ command: 'terraform', failure: 'tfenv: no version set' }, absent('tofu')];
  const message = 'no Terraform or OpenTofu 1.10 or later: terraform says "tfenv: no version set"';
  expect(errorsOf({ terraforms })).toEqual([['local.terraform.missing', message]]);
});

test('a Docker client without an engine is not Docker', () => {
  const docker = { failure: 'Cannot connect to the Docker daemon' };
  const message = 'the docker engine does not answer: Cannot connect to the Docker daemon';
  expect(errorsOf({ docker })).toEqual([['local.docker.unreachable', message]]);
});
