import type { ChannelManifest, RuntimeTuning } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';

/** Lambda's minimum (Lambda API reference, ScalingConfig). */
const MIN_CONCURRENCY = 2;
/** Concurrency that Lambda keeps unreserved (Developer Guide, "Configuring reserved concurrency"). */
const LEAST_UNRESERVED = 100;

/**
 * Maximum concurrency of a channel's function. A channel that sends mail gets at most one instance per mail and second of
 * the environment's rate: more would mostly wait for the rate limit.
 */
export function concurrencyOf(manifest: ChannelManifest, environment: Environment): number {
  const { maximumConcurrency } = manifest.function;
  if (manifest.capabilities.includes('directory:endpoints'))
    return environment.webhookConcurrency ?? maximumConcurrency;
  if (!sendsMail(manifest)) return maximumConcurrency;
  return Math.min(maximumConcurrency, Math.max(MIN_CONCURRENCY, Math.floor(environment.mailRatePerSecond)));
}

export const sendsMail = ({ capabilities }: ChannelManifest): boolean => capabilities.includes('email:send');

interface Reserving {
  readonly function: RuntimeTuning;
}

/** Warns the operator that the quota is too small, so that no concurrency is reserved. */
export function warningsOfQuota(manifests: readonly Reserving[], environment: Environment): string[] {
  const { lambdaConcurrency } = environment;
  if (lambdaConcurrency === undefined || fitsQuota(manifests, environment)) return [];
  const least = LEAST_UNRESERVED + reservedBy(manifests);
  return [
    `CARILLON_LAMBDA_CONCURRENCY=${lambdaConcurrency}: no function has instances of its own, for ${reservedBy(manifests)} are wanted and AWS leaves ${LEAST_UNRESERVED} to the rest of the account; expected at least ${least}`,
  ];
}

/** Whether the account's quota has room for these reservations; that of a new account, 10, has not. */
export const fitsQuota = (manifests: readonly Reserving[], { lambdaConcurrency = 0 }: Environment): boolean =>
  lambdaConcurrency - reservedBy(manifests) >= LEAST_UNRESERVED;

const reservedBy = (manifests: readonly Reserving[]): number =>
  manifests.reduce((sum, manifest) => sum + (manifest.function.reservedConcurrency ?? 0), 0);
