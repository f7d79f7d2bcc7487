/** What of a secret decides how long it is used. */
interface Expiring {
  /** RFC 3339, UTC. */
  readonly expiresAt?: string;
}

/** Each is a signature in every request: a header of about 500 characters at most. */
export const MAX_SECRETS = 5;
export const MAX_OVERLAP_SECONDS = 30 * 86_400;

/**
 * The secrets of an endpoint after a rotation, the fresh one first. The others are used for `overlapSeconds` more, so
 * that a receiver that still has one of them accepts what comes meanwhile; one that expires sooner does so still.
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

/** Those that a request at this time is signed with. */
export const unexpired = <Secret extends Expiring>(secrets: readonly Secret[], now: Date): Secret[] =>
  secrets.filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now.getTime());
