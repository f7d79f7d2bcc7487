/** An address we must not mail. */
export interface Suppression {
  /** Lower case. */
  readonly address: string;
  /** A tenant, or `*` for all of them: a hard bounce hurts the whole account's reputation. */
  readonly scope: string;
  /** The first two in the words of SES; the last where an operator said so. */
  readonly reason: 'BOUNCE' | 'COMPLAINT' | 'MANUAL';
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** Somebody who wants no more mail of a kind. */
export interface Unsubscription {
  /** Lower case. */
  readonly address: string;
  readonly tenant: string;
  /** Never `transactional`: that cannot be unsubscribed. */
  readonly category: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/** What speaks against mailing an address. */
export type Objection =
  | ({ readonly kind: 'suppressed' } & Suppression)
  | ({ readonly kind: 'unsubscribed' } & Unsubscription);

export interface MailPreferences {
  /**
   * What speaks against mail of this tenant and category, if anything: a suppression for all, one for the tenant, that it
   * was unsubscribed; in this order. The address may be in any case. Strongly consistent.
   */
  objection(address: string, tenant: string, category: string): Promise<Objection | undefined>;
}

export interface Suppressor {
  /** Once and for all: the first reason and `since` stay. */
  suppress(suppression: Suppression): Promise<void>;
}

export interface Unsubscriptions {
  /** Once and for all: the first `since` stays. */
  unsubscribe(unsubscription: Unsubscription): Promise<void>;
}

/** For operators. */
export interface MailPreferenceRegistry extends MailPreferences, Suppressor, Unsubscriptions {
  /** Everything against an address, of every tenant; the suppressions first, each kind in the order of scope or tenant and category. */
  objections(address: string): Promise<readonly Objection[]>;
  /** All there are, in no order, a page at a time. Reads the whole table. */
  all(): AsyncIterable<readonly Objection[]>;
  /** False when there was none. */
  lift(address: string, scope: string): Promise<boolean>;
  /** False when it was not unsubscribed. */
  resubscribe(address: string, tenant: string, category: string): Promise<boolean>;
}
