/** An address we must not mail. */
export interface Suppression {
  /** Lower case. */
  readonly address: string;
  /** A tenant, or `*` for all of them: a hard bounce hurts the whole account's reputation. */
  readonly scope: string;
  readonly reason: 'BOUNCE' | 'COMPLAINT';
  /** RFC 3339, UTC. */
  readonly since: string;
}

export interface SuppressionList {
  /** The suppression that holds for this tenant, if any. The address may be in any case. */
  suppression(address: string, tenant: string): Promise<Suppression | undefined>;
  suppress(suppression: Suppression): Promise<void>;
}
