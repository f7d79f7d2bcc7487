import type { Findings } from './preflight-findings';
import { type Judgement, judge } from './preflight-judgement';
import { probeDocker, probePort, probePythons, probeTerraforms } from './preflight-probes';

export type Need = 'python' | 'terraform' | 'docker' | 'port';

export interface PreflightOptions {
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** The port of a saved state (`savedPort`), which answers on no other. */
  readonly savedPort?: number;
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
 * Looks for what a run needs before anything is started. Reads PYTHON, TERRAFORM_BINARY_NAME, CARILLON_PORT and the
 * PATH. Everything that is missing is in `errors` at once, each with its fix.
 */
export async function preflight(needs: readonly Need[], options: PreflightOptions = {}): Promise<Judgement> {
  return judge(await probe(needs, options));
}
