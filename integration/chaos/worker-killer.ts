import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from './seeded';

/** A killed Lambda worker. */
export interface Kill {
  readonly at: number;
  readonly pid: number;
  /** Unknown where there is no /proc. */
  readonly functionName: string;
  /** Local ports of its TCP connections when it was killed. */
  readonly ports: readonly number[];
}

export interface KillerOptions {
  /** Process id of the emulator; only its children are killed. */
  readonly emulatorPid: number;
  readonly seed: number;
  readonly meanMs: number;
}

/** Kills workers one by one, at random times of the seed, until stopped. Covers every function. */
export function startKiller({ emulatorPid, seed, meanMs }: KillerOptions) {
  const kills: Kill[] = [];
  let running = true;
  const loop = async () => {
    for (let n = 0; running; n++) {
      await sleep(meanMs * (0.25 + 1.5 * seeded(seed, 'pause', n)));
      const pid = chooseVictim(workersOf(emulatorPid), kills, seeded(seed, 'worker', n));
      const kill = running && pid !== undefined ? killWorker(pid) : undefined;
      if (kill) kills.push(kill);
    }
  };
  const ended = loop();
  const stop = async () => {
    running = false;
    await ended;
  };
  return { kills, stop };
}

interface Worker {
  readonly pid: number;
  readonly functionName: string;
}

/**
 * One worker of the function with the fewest kills. A uniform choice among workers would rarely hit a function with a single
 * worker (`audit-chain`).
 *
 * @param chance random number in [0, 1) that breaks ties
 */
export function chooseVictim(
  workers: readonly Worker[],
  kills: readonly Pick<Kill, 'functionName'>[],
  chance: number,
): number | undefined {
  const killsOf = ({ functionName }: Worker) => kills.filter((kill) => kill.functionName === functionName).length;
  const fewest = Math.min(...workers.map(killsOf));
  const candidates = workers.filter((worker) => killsOf(worker) === fewest);
  return candidates[Math.floor(chance * candidates.length)]?.pid;
}

/** MiniStack runs each function in Node processes of its own. */
function workersOf(emulatorPid: number): Worker[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, ppid, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === emulatorPid && /^\S*node\s/.test(args) ? workerOf(Number(pid)) : [];
  });
}

/** Undefined when the process ended after it was listed. */
function workerOf(pid: number): Worker[] {
  return unlessEnded(() => [{ pid, functionName: functionOf(pid) }]) ?? [];
}

/** Sends SIGSTOP first, so that no connection changes between reading them and the kill. Undefined if it has ended. */
function killWorker(pid: number): Kill | undefined {
  return unlessEnded(() => {
    process.kill(pid, 'SIGSTOP');
    const kill = { at: Date.now(), pid, functionName: functionOf(pid), ports: portsOf(pid) };
    process.kill(pid, 'SIGKILL');
    return kill;
  });
}

function unlessEnded<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const functionOf = (pid: number): string => {
  const file = `/proc/${pid}/environ`;
  const variables = existsSync(file) ? readFileSync(file, 'utf8').split('\0') : [];
  const variable = variables.find((text) => text.startsWith('AWS_LAMBDA_FUNCTION_NAME='));
  return variable?.split('=')[1] ?? 'unknown';
};

/** Local ports from the kernel's TCP table, by the inodes of the process's sockets. */
function portsOf(pid: number): number[] {
  const directory = `/proc/${pid}/fd`;
  if (!existsSync(directory)) return [];
  const links = readdirSync(directory).map((fd) => readlinkSync(`${directory}/${fd}`));
  const inodes = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => inodes.has(columns[9]))
    .map((columns) => Number.parseInt(columns[1]?.split(':')[1] ?? '', 16));
}
