import type { LocalRun } from '../local-run';

interface Local {
  readonly emulator: Pick<LocalRun['emulator'], 'name' | 'endpoint'>;
  readonly outputs: Pick<LocalRun['outputs'], 'api_url'>;
}

/**
 * Base URL of the HTTP API at MiniStack, where the host of `api_url` does not resolve; undefined for another emulator. It has a
 * `$`, which shells expand outside of single quotes.
 */
export function localApiUrl({ emulator, outputs }: Local): string | undefined {
  if (emulator.name !== 'ministack' || outputs.api_url === undefined) return undefined;
  const [id] = new URL(outputs.api_url).hostname.split('.');
  return `${emulator.endpoint}/_aws/execute-api/${id}/$default`;
}
