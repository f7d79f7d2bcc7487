import type { ChannelManifest, RuntimeTuning } from '../../shared/domain/manifest/channel';
import type { Environment } from '../environment';

/** AWS takes no less (Lambda API reference, ScalingConfig). */
const MIN_CONCURRENCY = 2;
/** What Lambda leaves to functions that reserve nothing (Developer Guide, "Configuring reserved concurrency"). */
const LEAST_UNRESERVED = 100;

/**
 * How many functions of a channel may run at once. What sends mail runs in no more than the environment sends mails a
 * second: each would mostly wait.
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

/** What whoever applies the environment should know: the variable that is to reserve something reserves nothing. */
export function warningsOfQuota(manifests: readonly Reserving[], environment: Environment): string[] {
  const { lambdaConcurrency } = environment;
  if (lambdaConcurrency === undefined || hasRoom(manifests, environment)) return [];
  const least = LEAST_UNRESERVED + reservedBy(manifests);
  return [
    `CARILLON_LAMBDA_CONCURRENCY=${lambdaConcurrency}: no function has instances of its own, for ${reservedBy(manifests)} are wanted and AWS leaves ${LEAST_UNRESERVED} to the rest of the account; expected at least ${least}`,
  ];
}

/** Has the account room for what these reserve? A new account has not: it lets ten functions run. */
export const hasRoom = (manifests: readonly Reserving[], { lambdaConcurrency = 0 }: Environment): boolean =>
  lambdaConcurrency - reservedBy(manifests) >= LEAST_UNRESERVED;

const reservedBy = (manifests: readonly Reserving[]): number =>
  manifests.reduce((sum, manifest) => sum + (manifest.function.reservedConcurrency ?? 0), 0);
