// Shared by `npm start` and `npm test`; works on a fresh clone: plain JavaScript without dependencies, for any Node that is
// still in use. Installs the packages when they are missing or out of date.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const MODULES = join(ROOT, 'node_modules');
/** Lock file of tools/local/processes/directory-lock.ts. */
const LOCK = join(ROOT, '.carillon', 'local', 'in-use-by.pid');
const MINIMUM = [20, 19];
const HEARTBEAT_MILLISECONDS = 10_000;

function isNodeCurrent() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** npm writes its own lock file last. */
function isInstalled() {
  const installed = join(MODULES, '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

/** The process that runs from these packages, or installs them, if there is one. */
function otherStart() {
  try {
    const pid = Number.parseInt(readFileSync(LOCK, 'utf8'), 10);
    return isRunning(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Why npm must not install here, or undefined: npm first deletes the folder's content, also through a link. */
function refusal() {
  const pid = otherStart();
  if (pid !== undefined)
    return `error local.already_running: Carillon already runs here (pid ${pid}), or installs its packages; nothing was changed
fix: wait until it has installed them, or stop it with Ctrl-C or \`kill ${pid}\` and start again: the packages are out of date; when process ${pid} is none of Carillon's, delete ${LOCK}`;
  if (lstatSync(MODULES, { throwIfNoEntry: false })?.isSymbolicLink())
    return `error local.linked_packages: the packages are out of date, and ${MODULES} is a link to packages that others may use; nothing was changed
fix: run npm ci in the folder that it leads to, or remove the link`;
  return undefined;
}

/** Runs a command with this terminal, hands signals on to it, and resolves with its exit code. */
function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** The Node that comes with the packages, if it exists for this platform and runs; else this one. */
function findNode() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [`node-${platform}`, `node-bin-${platform}`].map((name) => join(MODULES, name, 'bin', program));
  return candidates.find((path) => spawnSync(path, ['--version']).status === 0) ?? process.execPath;
}

/** Runs a command, and those that it starts by name, on the Node that Lambda runs, also after a fresh install. */
export function runNode(args) {
  const node = findNode();
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  return run(node, args, { env });
}

/** Also installs development packages, whatever NODE_ENV says: everything here runs on them. */
function npmCi() {
  const args = ['ci', '--include=dev', '--include=optional'];
  const npm = process.env.npm_execpath;
  const isNpm = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  if (isNpm) return run(process.execPath, [npm, ...args], { cwd: ROOT });
  return run('npm', args, { cwd: ROOT, shell: process.platform === 'win32' });
}

/** Why the lock cannot be taken, or undefined. Repeats tools/support/files/file-failure.ts, which needs packages. */
function takeLock() {
  try {
    mkdirSync(dirname(LOCK), { recursive: true });
    rmSync(LOCK, { force: true });
    writeFileSync(LOCK, `${process.pid}\n`, { flag: 'wx' });
    return undefined;
  } catch (error) {
    return `error local.file_unwritable: ${LOCK} cannot be written: ${error.message}
fix: free the disk, or let this user write there; or run a clone in a folder where that is so`;
  }
}

function refuse(why) {
  console.error(why);
  return 1;
}

async function install() {
  const refused = takeLock();
  if (refused !== undefined) return refuse(refused);
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000);
  console.log('Installing packages (npm ci)');
  const timer = setInterval(
    () => console.log(`  still installing packages (${seconds()}s so far)`),
    HEARTBEAT_MILLISECONDS,
  );
  const code = await npmCi().finally(() => {
    clearInterval(timer);
    rmSync(LOCK, { force: true });
  });
  if (code === 0) console.log(`  installed in ${seconds()}s`);
  return code;
}

/** Installs missing or outdated packages. Resolves with 0, or with the exit code to end with. */
export async function ensurePackages() {
  if (!isNodeCurrent())
    return refuse(
      `Carillon needs Node ${MINIMUM.join('.')} or later and this is ${process.version}: install one from https://nodejs.org`,
    );
  if (isInstalled()) return 0;
  const refused = refusal();
  return refused === undefined ? install() : refuse(refused);
}
