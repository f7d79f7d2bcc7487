/** An address that must not be mailed. */
export interface Suppression {
  /** Lower case. */
  readonly address: string;
  /** A tenant, or `*` for all of them: a hard bounce hurts the whole account's reputation. */
  readonly scope: string;
  /** The first two are SES's words; the last is an operator's decision. */
  readonly reason: 'BOUNCE' | 'COMPLAINT' | 'MANUAL';
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** A recipient who wants no more mail of a category. */
export interface Unsubscription {
  /** Lower case. */
  readonly address: string;
  readonly tenant: string;
  /** Never `transactional`: that cannot be unsubscribed. */
  readonly category: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** A reason not to mail an address. */
export type Objection =
  | ({ readonly kind: 'suppressed' } & Suppression)
  | ({ readonly kind: 'unsubscribed' } & Unsubscription);

export interface MailPreferences {
  /**
   * The first objection to mail of this tenant and category, if any: a suppression for all tenants, one for the tenant,
   * an unsubscription. The address may be in any case. Strongly consistent.
   */
  objection(address: string, tenant: string, category: string): Promise<Objection | undefined>;
}

export interface Suppressor {
  /** Idempotent: the first reason and `since` stay. */
  suppress(suppression: Suppression): Promise<void>;
}

export interface Unsubscriptions {
  /** Idempotent: the first `since` stays. */
  unsubscribe(unsubscription: Unsubscription): Promise<void>;
}

/** For operators. */
export interface MailPreferenceRegistry extends MailPreferences, Suppressor, Unsubscriptions {
  /**
   * All objections to an address, of every tenant: suppressions first, each kind sorted by scope, or by tenant and
   * category.
   */
  objections(address: string): Promise<readonly Objection[]>;
  /** All objections, unordered, in pages. Scans the whole table. */
  all(): AsyncIterable<readonly Objection[]>;
  /** False when there was none. */
  lift(address: string, scope: string): Promise<boolean>;
  /** False when it was not unsubscribed. */
  resubscribe(address: string, tenant: string, category: string): Promise<boolean>;
}
