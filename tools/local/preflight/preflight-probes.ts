import { findFreePort, isPortFree } from '../processes/free-port';
import { CARILLON_PORT, DEFAULT_PORT, PORT_ATTEMPTS, parsePort } from '../processes/port-choice';
import { startProcess } from '../processes/processes';
import { terraformEnvironment } from '../terraform/terraform-environment';
import type { CommandFinding, DockerFinding, PortFinding, PythonFinding } from './preflight-findings';

interface Answer {
  readonly output: string;
  readonly failure?: string;
}

/** A Docker client waits without limit for an engine that does not answer. */
const ANSWER_TIMEOUT_MILLISECONDS = 10_000;
const PYTHON_COMMANDS = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const TERRAFORM_COMMANDS = ['terraform', 'tofu'];
/** Runs on every Python since 2.6, so that an outdated one can report its version. */
const PYTHON_SCRIPT = [
  'import sys',
  'found = []',
  'for name in ("venv", "ensurepip"):',
  '    try: found.append(bool(__import__(name)))',
  '    except ImportError: pass',
  'print("%d.%d.%d %s" % (tuple(sys.version_info[:3]) + (len(found) == 2,)))',
].join('\n');

async function ask(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Answer> {
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const onLine = (line: string, stream: 'stdout' | 'stderr') => lines[stream].push(line);
  const asked = startProcess({ command, args, env, onLine, stopTimeoutMilliseconds: 1_000 });
  const timer = setTimeout(() => asked.stop(), ANSWER_TIMEOUT_MILLISECONDS);
  try {
    const { code } = await asked.ended.finally(() => clearTimeout(timer));
    const said = [...lines.stderr, ...lines.stdout].find((line) => line.trim() !== '');
    return {
      output: lines.stdout.join('\n'),
      ...(code === 0 ? {} : { failure: said ?? (code === null ? 'no answer within 10 seconds' : `exit code ${code}`) }),
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { output: '', failure: code === 'ENOENT' ? 'not found' : message };
  }
}

async function probePython(command: string, env: NodeJS.ProcessEnv): Promise<PythonFinding> {
  const { output, failure } = await ask(command, ['-c', PYTHON_SCRIPT], env);
  const [version, venv] = output.trim().split(' ');
  if (failure !== undefined || !version) return { command, venv: false, failure: failure ?? 'no version' };
  return { command, version, venv: venv === 'True' };
}

/** Probes the Python that PYTHON names, otherwise the usual names on the PATH. */
export function probePythons(env: NodeJS.ProcessEnv): Promise<PythonFinding[]> {
  const commands = env.PYTHON ? [env.PYTHON] : PYTHON_COMMANDS;
  return Promise.all(commands.map((command) => probePython(command, env)));
}

export async function probeTerraform(command: string, env: NodeJS.ProcessEnv): Promise<CommandFinding> {
  const { output, failure } = await ask(command, ['version'], terraformEnvironment(env));
  const version = /v(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (failure !== undefined || version === undefined) return { command, failure: failure ?? 'no version' };
  return { command, version };
}

/** Probes the command that TERRAFORM_BINARY_NAME names (cdktf's own variable), otherwise `terraform` and `tofu`. */
export function probeTerraforms(env: NodeJS.ProcessEnv): Promise<CommandFinding[]> {
  const commands = env.TERRAFORM_BINARY_NAME ? [env.TERRAFORM_BINARY_NAME] : TERRAFORM_COMMANDS;
  return Promise.all(commands.map((command) => probeTerraform(command, env)));
}

/** Asks for the server's version: the client alone answers without an engine. */
export async function probeDocker(env: NodeJS.ProcessEnv): Promise<DockerFinding> {
  const { output, failure } = await ask('docker', ['version', '--format', '{{.Server.Version}}'], env);
  return failure === undefined ? { engine: output.trim() } : { failure };
}

/** @param saved port of the saved state, which works on no other */
export async function probePort(env: NodeJS.ProcessEnv, saved?: number): Promise<PortFinding> {
  const wanted = env[CARILLON_PORT] || undefined;
  const asked = wanted === undefined ? saved : parsePort(wanted);
  const origin = { ...(wanted === undefined ? {} : { wanted }), ...(saved === undefined ? {} : { saved }) };
  if (asked !== undefined) return (await isPortFree(asked)) ? { ...origin, free: asked } : origin;
  if (wanted !== undefined) return origin;
  const free = await findFreePort(DEFAULT_PORT, PORT_ATTEMPTS);
  return free === undefined ? {} : { free };
}
