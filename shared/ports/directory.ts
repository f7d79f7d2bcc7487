/** A tenant's webhook URL with its secrets. */
export interface Endpoint {
  readonly tenant: string;
  /** `ep_` and a ULID in lower case. */
  readonly id: string;
  /** https; checked by `handlers/webhook/address.ts` when saved and again when connected. */
  readonly url: string;
  /** Notification types it wants: exact, `order.*` for all that begin with `order.`, or `*`. */
  readonly types: readonly string[];
  /** `whsec_…` (Standard Webhooks); several while one replaces another. Each attempt is signed with all of them. */
  readonly secrets: readonly string[];
  readonly enabled: boolean;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export interface EndpointDirectory {
  /** All of a tenant, by id. */
  list(tenant: string): Promise<readonly Endpoint[]>;
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
}

export interface EndpointRegistry extends EndpointDirectory {
  save(endpoint: Endpoint): Promise<void>;
  /** False when there was none. */
  remove(tenant: string, id: string): Promise<boolean>;
}

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
