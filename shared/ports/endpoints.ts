import type { Circuit } from '../domain/delivery/circuit';

export type { Circuit } from '../domain/delivery/circuit';

/** A tenant's webhook URL, what it wants and how it is signed. */
export interface Endpoint {
  readonly tenant: string;
  /** `ep_` and a ULID in lower case. */
  readonly id: string;
  /**
   * https; checked by `shared/http/address/address.ts` when saved and again when connected. Secrets and headers are sealed
   * for it: whoever changes it seals them again (`shared/operations/endpoints/reseal-endpoint.ts`).
   */
  readonly url: string;
  /** Notification types it wants: exact, `order.*` for all that begin with `order.`, or `*`. */
  readonly types: readonly string[];
  /**
   * By pattern, RFC 3339, UTC: since when it wants that; patterns that it had before `types` included. What was accepted
   * earlier it did not want then.
   *
   * @default since it was added
   */
  readonly typesSince?: Readonly<Record<string, string>>;
  /** The newest first; several while one replaces another. Each attempt is signed with all that have not expired. */
  readonly secrets: readonly SealedSecret[];
  /** Sent with every request. @default none */
  readonly headers?: SealedHeaders;
  /** Attempts that it may get in a second, fractions too. @default any number */
  readonly ratePerSecond?: number;
  /** Media type that the body is sent as; `shared/domain/webhook/content-type.ts` checks it. @default `DEFAULT_CONTENT_TYPE` */
  readonly contentType?: string;
  readonly state: EndpointState;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export interface EndpointState {
  /** A disabled one gets nothing: what it would have got is held. */
  readonly enabled: boolean;
  /** Why it is disabled; for people. */
  readonly reason?: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  /**
   * RFC 3339, UTC: when it was disabled for the first time, once it has been enabled again. What came since then may still be
   * held, for nobody is made to ask for it.
   */
  readonly disabledSince?: string;
}

/** An enabled endpoint that is disabled now. */
export const disabledAfter = ({ disabledSince }: EndpointState, reason: string, since: string): EndpointState => ({
  enabled: false,
  reason,
  since,
  ...(disabledSince !== undefined && { disabledSince }),
});

/** A signing secret, `whsec_…` or `whsk_…`: `shared/domain/webhook/endpoint-seals.ts` seals and opens it. */
export interface SealedSecret {
  /** Base64. */
  readonly sealed: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** `whpk_…` of a signing key, what receivers verify with. @default it is a symmetric secret */
  readonly publicKey?: string;
  /** RFC 3339, UTC: not used from then on. @default never */
  readonly expiresAt?: string;
}

/** Values are sealed like secrets, for they may hold credentials of the receiver. */
export interface SealedHeaders {
  /** Lower case. */
  readonly names: readonly string[];
  /** Base64. */
  readonly sealed: string;
}

/** All that is known of a tenant's endpoints, as of one moment. */
export interface EndpointSnapshot {
  /** Grows with every change; 0 where there was none. */
  readonly version: number;
  /** By id, in the order of ids. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** By id of the endpoint. */
  readonly circuits: ReadonlyMap<string, Circuit>;
}

/** What deliveries ask. */
export interface EndpointDirectory {
  /** May be as old as the implementation says: enough to choose endpoints, and to find a circuit open. */
  snapshot(tenant: string): Promise<EndpointSnapshot>;
  /** Reads it anew before it says that there is none, or a disabled one, because that ends a delivery for good. */
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
}

/** Where a directory reads. */
export interface EndpointSource {
  version(tenant: string): Promise<number>;
  load(tenant: string): Promise<EndpointSnapshot>;
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
}

/** What may be changed of an endpoint that is there. What is `undefined` is removed; as expected, it is not there. */
export type EndpointChange = Partial<
  Pick<Endpoint, 'url' | 'types' | 'typesSince' | 'secrets' | 'contentType' | 'state'>
> & {
  readonly [Name in 'headers' | 'ratePerSecond']?: Endpoint[Name] | undefined;
};

/** Whether its failures count no more: an operator enables it, or they were those of another URL. */
export const startsAfresh = ({ state, url }: EndpointChange): boolean => state?.enabled === true || url !== undefined;

/** What operators do. Each change and the tenant's next version are written together or not at all. */
export interface EndpointRegistry extends EndpointSource {
  /** Adds an endpoint, or replaces it. */
  save(endpoint: Endpoint): Promise<void>;
  /**
   * Changes the members that are given and leaves the others, also those that somebody else changes meanwhile. The circuit
   * of an endpoint that starts afresh (`startsAfresh`) is removed with it, and with a rate the turns of the one before.
   *
   * @param expected nothing is changed unless the endpoint still has these
   * @returns false when nothing was changed: there is no such endpoint, or it is not as expected
   */
  change(tenant: string, id: string, change: EndpointChange, expected?: EndpointChange): Promise<boolean>;
  /** The endpoints of all tenants, in no order. Reads the whole table. */
  all(): AsyncIterable<Endpoint>;
  /** False when there was none. Its circuit and the turns of its rate go too. */
  remove(tenant: string, id: string): Promise<boolean>;
}
