import { join } from 'node:path';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { fetchOpenTofu } from '../terraform/open-tofu';
import type { Findings } from './preflight-findings';
import { type Judgement, judge } from './preflight-judgement';
import { probeDocker, probePort, probePythons, probeTerraform, probeTerraforms } from './preflight-probes';

export type Need = 'python' | 'terraform' | 'docker' | 'port';

export interface PreflightOptions {
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** The port of the saved state (`savedPort`), which works on no other. */
  readonly savedPort?: number;
  /** Fetches Terraform if the PATH has none; returns its path. @default OpenTofu, in the clone */
  readonly fetchTerraform?: () => Promise<string>;
}

async function probe(needs: readonly Need[], { env = process.env, savedPort }: PreflightOptions): Promise<Findings> {
  const [pythons, terraforms, docker, port] = await Promise.all([
    needs.includes('python') ? probePythons(env) : undefined,
    needs.includes('terraform') ? probeTerraforms(env) : undefined,
    needs.includes('docker') ? probeDocker(env) : undefined,
    needs.includes('port') ? probePort(env, savedPort) : undefined,
  ]);
  return {
    ...(pythons && { pythons }),
    ...(terraforms && { terraforms }),
    ...(docker && { docker }),
    ...(port && { port }),
  };
}

/**
 * Probes what a run needs before anything is started. Reads PYTHON, TERRAFORM_BINARY_NAME, CARILLON_PORT and the
 * PATH. Reports everything that is missing at once in `errors`, each with its fix. If only Terraform is missing, and
 * none was named, fetches OpenTofu into the clone.
 */
export async function preflight(needs: readonly Need[], options: PreflightOptions = {}): Promise<Judgement> {
  const findings = await probe(needs, options);
  const judgement = judge(findings);
  const { env = process.env, fetchTerraform = fetchIntoClone } = options;
  if (env.TERRAFORM_BINARY_NAME || !lacksTerraformAlone(judgement, needs)) return judgement;
  try {
    const fetched = await probeTerraform(await fetchTerraform(), env);
    return judge({ ...findings, terraforms: [...(findings.terraforms ?? []), fetched] });
  } catch (error) {
    return { ...judgement, errors: judgement.errors.map((missing) => withReason(missing, error as Error)) };
  }
}

/** One emulator is enough: Python or Docker may be missing. */
function lacksTerraformAlone({ errors, tools }: Judgement, needs: readonly Need[]): boolean {
  const lacks = (kind: string) => errors.some(({ code }) => code.startsWith(`local.${kind}.`));
  const isDocker = needs.includes('docker') && !lacks('docker');
  const isEmulator = !lacks('python') || isDocker;
  return lacks('terraform') && isEmulator && (tools.python === undefined || !lacks('port'));
}

const withReason = (missing: CodedError, { message }: Error): CodedError =>
  missing.code.startsWith('local.terraform.')
    ? new CodedError(missing.code, `${missing.message}; ${message}`, missing.fix)
    : missing;

const TOOLS = join(__dirname, '..', '..', '..', '.carillon', 'tools');
const fetchIntoClone = (): Promise<string> =>
  fetchOpenTofu({ directory: TOOLS, report: (line) => console.log(`    ${line}`) });
