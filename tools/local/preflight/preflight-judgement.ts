import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { judgePort } from '../processes/port-choice';
import type { CommandFinding, DockerFinding, Findings, PythonFinding, Tools, Verdict } from './preflight-findings';

export interface Judgement {
  readonly tools: Tools;
  /** Decisions that the user did not ask for, one line each. */
  readonly notes: readonly string[];
  /** Everything that is missing; nothing may be started unless it is empty. */
  readonly errors: readonly CodedError[];
}

interface Product {
  readonly kind: 'python' | 'terraform';
  readonly name: string;
  readonly minimum: string;
  readonly fix: string;
}

const PYTHON: Product = {
  kind: 'python',
  name: 'Python',
  minimum: '3.10',
  fix: 'install Python 3.10 or later (https://www.python.org/downloads/ or your package manager), or name one in PYTHON',
};
const TERRAFORM: Product = {
  kind: 'terraform',
  name: 'Terraform or OpenTofu',
  minimum: '1.10',
  fix: 'install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/), or name one in TERRAFORM_BINARY_NAME',
};
const DOCKER_MISSING = new CodedError(
  'local.docker.missing',
  'docker was not found',
  'install Docker: https://docs.docker.com/get-started/get-docker/',
);

function isCurrent({ minimum }: Product, { version }: CommandFinding): boolean {
  if (version === undefined) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimum.split('.').map(Number);
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

function describe({ command, version, failure }: CommandFinding): string {
  return version === undefined ? `${command} says "${failure}"` : `${command} is ${version}`;
}

function lacking({ kind, name, minimum, fix }: Product, findings: readonly CommandFinding[]): Verdict {
  const outdated = findings.some(({ version }) => version !== undefined);
  const code = `local.${kind}.${outdated ? 'outdated' : 'missing'}`;
  const seen = findings.filter(({ failure }) => failure !== 'not found').map(describe);
  const names = findings.map(({ command }) => command);
  const looked = seen.length > 0 ? seen.join(', ') : `looked for ${names.join(', ')}`;
  return { error: new CodedError(code, `no ${name} ${minimum} or later: ${looked}`, fix) };
}

function withoutVenv({ command, version }: PythonFinding): Verdict {
  const message = `${command} ${version} cannot make a virtual environment: its modules venv and ensurepip are not both there`;
  const fix = 'install them (Debian and Ubuntu: apt-get install python3-venv), or name another Python in PYTHON';
  return { error: new CodedError('local.python.no_venv', message, fix) };
}

function judgePython(findings: readonly PythonFinding[]): Verdict {
  const current = findings.filter((finding) => isCurrent(PYTHON, finding));
  const chosen = current.find(({ venv }) => venv);
  if (chosen) return { tools: { python: chosen.command } };
  return current[0] ? withoutVenv(current[0]) : lacking(PYTHON, findings);
}

function judgeTerraform(findings: readonly CommandFinding[]): Verdict {
  const chosen = findings.find((finding) => isCurrent(TERRAFORM, finding));
  return chosen ? { tools: { terraform: chosen.command } } : lacking(TERRAFORM, findings);
}

function judgeDocker({ engine, failure }: DockerFinding): Verdict {
  if (engine !== undefined) return {};
  if (failure === 'not found') return { error: DOCKER_MISSING };
  const message = `the docker engine does not answer: ${failure}`;
  const fix = 'start Docker, or point DOCKER_HOST at a running engine';
  return { error: new CodedError('local.docker.unreachable', message, fix) };
}

/** Pure: which tools to use, or everything that is missing, from the findings. */
export function judge({ pythons, terraforms, docker, port }: Findings): Judgement {
  const verdicts = [
    pythons && judgePython(pythons),
    terraforms && judgeTerraform(terraforms),
    docker && judgeDocker(docker),
    port && judgePort(port),
  ].filter((verdict) => verdict !== undefined);
  return {
    tools: Object.assign({}, ...verdicts.map(({ tools }) => tools)) as Tools,
    notes: verdicts.flatMap(({ note }) => note ?? []),
    errors: verdicts.flatMap(({ error }) => error ?? []),
  };
}
