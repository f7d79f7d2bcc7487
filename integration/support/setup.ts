import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { endLeftover } from '../../tools/local/ministack/ministack-leftover';
import { preflight } from '../../tools/local/preflight/preflight';
import { prepareMail } from '../../tools/local/prepare-mail';
import { lockDirectory, lockFileOf } from '../../tools/local/processes/directory-lock';
import { findFreePort } from '../../tools/local/processes/free-port';
import { applyStack, synthesize } from '../../tools/local/stack';
import { removableParts } from '../../tools/local/terraform/without-resources';
import { writeFile } from '../../tools/support/files/write-file';
import { CodedErrors, withoutStack } from '../../tools/support/report-errors';
import { chooseTarget } from '../targets';
import { withDeclared } from '../targets/declared';
import { notApplied } from '../targets/not-applied';
import type { Started, Target } from '../targets/target';
import { type Traits, withImplied } from '../targets/traits';
import { destroyStack, prepareEndpoint, type StackPlace } from './applied-stack';
import { type TargetState, targetDirectory, targetStateFile } from './target-state';

const CARILLON = join(__dirname, '..', '..', '.carillon');
const log = (line: string) => process.stdout.write(`  ${line}\n`);

export default (): Promise<void> => withoutStack(setup);

/** Starts the target, applies the real stack, and writes their location for the scenarios. */
async function setup(): Promise<void> {
  const target = chooseTarget(process.env.CARILLON_TARGET);
  const directory = targetDirectory(target);
  process.on('exit', lockDirectory(directory));
  await endLeftover(directory, log);
  const [terraform, start] = [await requireTerraform(), await target.prepare()];
  const cdktf = join(directory, 'cdktf');
  const place = {
    stackDirectory: join(cdktf, 'stacks', 'local'),
    terraform,
    cacheDirectory: join(CARILLON, 'terraform'),
  };
  const runsAt = target.runsAt?.();
  if (runsAt !== undefined) await prepareEndpoint({ ...place, endpoint: runsAt }, log);
  clearDirectory(directory);
  const starting = start({ directory, pythonDirectory: join(CARILLON, 'python'), log });
  const issuer = await issuerUrl();
  const [started] = await Promise.all([starting, synthesize(cdktf, { CARILLON_LOCAL_ISSUER: issuer })]);
  const applied = { ...place, endpoint: started.emulator.endpoint };
  globalThis.stopTarget = async () => {
    if (runsAt !== undefined) await destroyStack(applied, log);
    await started.emulator.stop();
  };
  await applyTo(target, started, { ...applied, issuer }).catch(stopAndThrow);
}

declare global {
  var stopTarget: (() => Promise<unknown>) | undefined;
}

async function applyTo(target: Target, started: Started, place: StackPlace & { issuer: string }): Promise<void> {
  const { emulator, product, httpApiPath } = started;
  const traits = withImplied(withDeclared(started.traits, removableParts(place.stackDirectory), process.env));
  log(`integration target: ${target.name} (${product} at ${emulator.endpoint})`);
  announce(traits);
  if (traits.resources.aws_sesv2_email_identity !== undefined) await prepareMail(emulator.endpoint);
  const { outputs } = await apply(place, traits, product);
  const { name } = emulator;
  const state: TargetState = { ...place, target: target.name, name, httpApiPath, traits, outputs };
  writeFile(targetStateFile(), JSON.stringify(state));
}

/** Below the ephemeral ports, so that no other program gets the port before the scenario that starts the issuer. */
const FIRST_ISSUER_PORT = 24_600;
const ISSUER_PORTS = 200;

/** Where a scenario may start the issuer of tokens that the stack accepts. */
async function issuerUrl(): Promise<string> {
  const port = await findFreePort(FIRST_ISSUER_PORT, ISSUER_PORTS);
  if (port === undefined) throw noIssuerPort();
  return `http://127.0.0.1:${port}`;
}

const noIssuerPort = (): CodedError =>
  new CodedError(
    'integration.issuer.no_port',
    `no TCP port from ${FIRST_ISSUER_PORT} to ${FIRST_ISSUER_PORT + ISSUER_PORTS - 1} is free for the issuer of tokens`,
    'end what listens there',
  );

async function apply(place: StackPlace, { resources }: Traits, product: string) {
  try {
    const emulator = { endpoint: place.endpoint, lacks: { resources, channels: {} } };
    return await applyStack(place.stackDirectory, { ...place, emulator, report: log });
  } catch (error) {
    throw (error instanceof CodedError && notApplied(error, product)) || error;
  }
}

/** Cleans up after a failed setup, when Jest runs no teardown. */
async function stopAndThrow(error: unknown): Promise<never> {
  await globalThis.stopTarget?.().catch((second: Error) => log(second.message));
  throw error;
}

/** Deletes all files of the last run but the lock. */
function clearDirectory(directory: string): void {
  const files = readdirSync(directory).map((name) => join(directory, name));
  for (const file of files.filter((path) => path !== lockFileOf(directory))) rmSync(file, { recursive: true });
}

async function requireTerraform(): Promise<string> {
  const { tools, errors } = await preflight(['terraform']);
  if (tools.terraform === undefined) throw new CodedErrors(errors);
  return tools.terraform;
}

function announce({ resources, abilities, stoodInFor }: Traits): void {
  for (const [what, reason] of Object.entries({ ...resources, ...abilities })) log(`without ${what}: ${reason}`);
  for (const [what, reason] of Object.entries(stoodInFor)) log(`scenarios simulate ${what}: ${reason}`);
}
