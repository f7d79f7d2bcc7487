/** The expiry of a secret. */
interface Expiring {
  /** RFC 3339, UTC. */
  readonly expiresAt?: string;
}

/** Each secret adds a signature to every request: a header of at most about 500 characters. */
export const MAX_SECRETS = 5;
export const MAX_OVERLAP_SECONDS = 30 * 86_400;

/**
 * The secrets after a rotation, the new one first. The old ones are used for another `overlapSeconds`, so that a
 * receiver that has not switched yet still accepts requests; one that expires sooner keeps its expiry.
 */
export function rotateSecrets<Secret extends Expiring>(
  secrets: readonly Secret[],
  fresh: Secret,
  { now, overlapSeconds }: { readonly now: Date; readonly overlapSeconds: number },
): Secret[] {
  const end = now.getTime() + overlapSeconds * 1000;
  const until = ({ expiresAt }: Secret) => Math.min(end, expiresAt === undefined ? end : Date.parse(expiresAt));
  const kept = secrets.filter((secret) => until(secret) > now.getTime());
  return [fresh, ...kept.map((secret) => ({ ...secret, expiresAt: new Date(until(secret)).toISOString() }))];
}

/** The secrets that sign a request at this time. */
export const unexpired = <Secret extends Expiring>(secrets: readonly Secret[], now: Date): Secret[] =>
  secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now.getTime());
