import { CodedError } from '../../shared/domain/coded-error';
import { CARILLON_PORT, DEFAULT_PORT, PORT_ATTEMPTS, parsePort } from './port-choice';
import type { CommandFinding, DockerFinding, Findings, PortFinding, PythonFinding } from './preflight-findings';

/** The tools to run with. What was not asked for is absent. */
export interface Tools {
  /** A command or path of Python 3.10 or later that can make virtual environments. */
  readonly python?: string;
  /** A command or path of Terraform or OpenTofu 1.10 or later. */
  readonly terraform?: string;
  /** A TCP port of the loopback interface that was free. */
  readonly port?: number;
}

export interface Judgement {
  readonly tools: Tools;
  /** What was decided without being asked, one line each. */
  readonly notes: readonly string[];
  /** Everything that is missing; nothing may be started unless it is empty. */
  readonly errors: readonly CodedError[];
}

/** What is decided about one tool. */
interface Part {
  readonly tools?: Tools;
  readonly note?: string;
  readonly error?: CodedError;
}

const MINIMUM = { python: '3.10', terraform: '1.10' };
const PYTHON_FIX =
  'install Python 3.10 or later (https://www.python.org/downloads/ or your package manager), or name one in PYTHON';
const TERRAFORM_FIX =
  'install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/) 1.10 or later, or name one in TERRAFORM_BINARY_NAME';

/** Compares `major.minor`; what follows does not matter here. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimum.split('.').map(Number);
  return major > minimumMajor || (major === minimumMajor && minor >= minimumMinor);
}

function describe(findings: readonly CommandFinding[]): string {
  const found = findings.filter((finding) => finding.failure !== 'not found');
  const described = found.map(
    ({ command, version, failure }) => `${command} ${version ? `is ${version}` : `says "${failure}"`}`,
  );
  const names = findings.map(({ command }) => command);
  return described.length > 0 ? described.join(', ') : `looked for ${names.join(', ')}`;
}

function lacking(
  kind: 'python' | 'terraform',
  findings: readonly CommandFinding[],
  name: string,
  fix: string,
): CodedError {
  const outdated = findings.some(({ version }) => version !== undefined);
  const code = `local.${kind}.${outdated ? 'outdated' : 'missing'}`;
  return new CodedError(code, `no ${name} ${MINIMUM[kind]} or later: ${describe(findings)}`, fix);
}

function judgePython(findings: readonly PythonFinding[]): Part {
  const current = findings.filter(({ version }) => version !== undefined && isAtLeast(version, MINIMUM.python));
  const complete = current.find(({ venv }) => venv);
  if (complete) return { tools: { python: complete.command } };
  const [incomplete] = current;
  if (!incomplete) return lacking('python', findings, 'Python', PYTHON_FIX);
  const { command, version } = incomplete;
  const message = `${command} ${version} cannot make a virtual environment: its modules venv and ensurepip are missing`;
  const fix = 'install them (Debian and Ubuntu: apt-get install python3-venv), or name another Python in PYTHON';
  return new CodedError('local.python.no-venv', message, fix);
}

function judgeTerraform(findings: readonly CommandFinding[]): Part {
  const current = findings.find(({ version }) => version !== undefined && isAtLeast(version, MINIMUM.terraform));
  if (current) return { tools: { terraform: current.command } };
  return lacking('terraform', findings, 'Terraform or OpenTofu', TERRAFORM_FIX);
}

function judgeDocker({ engine, failure }: DockerFinding): Part {
  if (engine !== undefined) return { tools: {} };
  if (failure === 'not found') {
    return new CodedError(
      'local.docker.missing',
      'docker was not found',
      'install Docker: https://docs.docker.com/get-started/get-docker/',
    );
  }
  return new CodedError(
    'local.docker.unreachable',
    `the docker engine does not answer: ${failure}`,
    'start Docker, or point DOCKER_HOST at a running engine',
  );
}

function judgeWantedPort(wanted: string, free: number | undefined): Part {
  if (free !== undefined) return { tools: { port: free } };
  if (parsePort(wanted) === undefined) {
    return new CodedError(
      'local.port.invalid',
      `${CARILLON_PORT} is "${wanted}", not a port from 1024 to 65535`,
      `set ${CARILLON_PORT} to such a number, or unset it`,
    );
  }
  return new CodedError(
    'local.port.taken',
    `port ${wanted} of 127.0.0.1 is taken`,
    `stop what listens there, or set ${CARILLON_PORT} to another port`,
  );
}

function judgePort({ wanted, free }: PortFinding): Part {
  if (wanted !== undefined) return judgeWantedPort(wanted, free);
  const last = DEFAULT_PORT + PORT_ATTEMPTS - 1;
  if (free === undefined) {
    return new CodedError(
      'local.port.taken',
      `ports ${DEFAULT_PORT} to ${last} of 127.0.0.1 are all taken`,
      `set ${CARILLON_PORT} to a free port`,
    );
  }
  if (free === DEFAULT_PORT) return { tools: { port: free } };
  return { tools: { port: free }, note: `port ${DEFAULT_PORT} is taken: using ${free}` };
}

/** Decides from what was found, without I/O: which tools to use, or everything that is missing. */
export function judge({ pythons, terraforms, docker, port }: Findings): Judgement {
  const parts = [
    pythons && judgePython(pythons),
    terraforms && judgeTerraform(terraforms),
    docker && judgeDocker(docker),
    port && judgePort(port),
  ].filter((part) => part !== undefined);
  const found = parts.filter((part) => !(part instanceof CodedError));
  return {
    tools: Object.assign({}, ...found.map(({ tools }) => tools)) as Tools,
    notes: found.flatMap(({ note }) => (note === undefined ? [] : [note])),
    errors: parts.filter((part) => part instanceof CodedError),
  };
}
