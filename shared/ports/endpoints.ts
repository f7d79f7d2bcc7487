import type { Circuit } from '../domain/delivery/circuit';
import type { EarlierFilter } from '../domain/webhook/filter-history';
import type { EndpointFormat } from '../domain/webhook/format/endpoint-format';
import type { IdRange, TypeIndex, Wanted, WantedBy } from '../domain/webhook/type-index';

export type { Circuit } from '../domain/delivery/circuit';

/**
 * Maximum number of endpoints of a tenant, disabled ones included. An index of what they want fits the memory of a function
 * twice: the previous one, and the next one while it is read.
 */
export const MAX_ENDPOINTS = 100_000;

/** A tenant's webhook URL, what it wants and how it is signed. */
export interface Endpoint {
  readonly tenant: string;
  /** `ep_` and a ULID in lower case. */
  readonly id: string;
  /**
   * https; checked by `shared/http/address/address.ts` when it is saved and again at each connection. Secrets and
   * headers are sealed for this URL: a change must seal them again (`shared/operations/endpoints/reseal-endpoint.ts`).
   */
  readonly url: string;
  /** Notification types it wants: exact, `order.*` for all that begin with `order.`, or `*`. */
  readonly types: readonly string[];
  /**
   * By pattern, RFC 3339, UTC: since when the endpoint wants it; removed patterns included. It did not want
   * notifications accepted earlier. @default since it was added
   */
  readonly typesSince?: Readonly<Record<string, string>>;
  /**
   * JSON text of an SNS filter policy over the event that a receiver gets: `shared/domain/webhook/filter-faults.ts`. It gets
   * only what the filter passes. @default everything of its types
   */
  readonly filter?: string;
  /** Filters that it had before. @default none */
  readonly earlierFilters?: readonly EarlierFilter[];
  /** Newest first; several during a rotation. Each attempt is signed with all that have not expired. */
  readonly secrets: readonly SealedSecret[];
  /** Sent with every request. @default none */
  readonly headers?: SealedHeaders;
  /** Rate limit: attempts per second, fractions allowed. @default unlimited */
  readonly ratePerSecond?: number;
  /** What it receives. Applied at each attempt, like the URL (ADR 0031). @default `STANDARD` */
  readonly format?: EndpointFormat;
  /**
   * Content type of the body, for the formats `standard` and `template`; `shared/domain/webhook/content-type.ts` validates
   * it. @default `DEFAULT_CONTENT_TYPE`
   */
  readonly contentType?: string;
  readonly state: EndpointState;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export interface EndpointState {
  /** A disabled endpoint gets nothing: its deliveries are held. */
  readonly enabled: boolean;
  /** Why it is disabled; for people. */
  readonly reason?: string;
  /** RFC 3339, UTC. */
  readonly since: string;
  /**
   * RFC 3339, UTC: first time it was disabled, once it has been enabled again. Deliveries since then may still be held,
   * because an operator need not release them.
   */
  readonly disabledSince?: string;
}

/** The state of an endpoint that is disabled now. */
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
  /** `whpk_…` of a signing key, with which receivers verify. @default none: a symmetric secret */
  readonly publicKey?: string;
  /** RFC 3339, UTC: not used from then on. @default never */
  readonly expiresAt?: string;
}

/** Values are sealed like secrets, because they may hold the receiver's credentials. */
export interface SealedHeaders {
  /** Lower case. */
  readonly names: readonly string[];
  /** Base64. */
  readonly sealed: string;
}

/** All endpoints and circuits of a tenant at one moment. */
export interface EndpointSnapshot {
  /** Grows with every change; 0 before the first. */
  readonly version: number;
  /** By id, sorted by id. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** By id of the endpoint. */
  readonly circuits: ReadonlyMap<string, Circuit>;
}

/** Both grow with changes of one tenant; 0 before the first. */
export interface DirectoryVersions {
  /** Grows with every change of an endpoint or a circuit. */
  readonly version: number;
  /** Grows with changes that may change which endpoint wants what, or whether it is enabled; the index depends on it. */
  readonly indexVersion: number;
}

/** Which of a tenant's endpoints want what, at one moment. */
export interface VersionedIndex extends DirectoryVersions {
  readonly index: TypeIndex;
}

export interface EndpointWithCircuit {
  /** Undefined if there is none. */
  readonly endpoint?: Endpoint | undefined;
  /** Undefined if it does not fail. */
  readonly circuit?: Circuit | undefined;
}

/**
 * Read under `version` or a later one, eventually consistent: it has every change up to that version but those of the last
 * moments, which are seen at the latest when it is read again (`MAX_AGE_SECONDS`).
 */
export interface KnownEndpoint extends EndpointWithCircuit {
  readonly version: number;
}

/** Reads endpoints for deliveries. The cost of each method depends on what it returns, not on the tenant's endpoints. */
export interface EndpointDirectory {
  /** Selects endpoints from a cached index, as old as the implementation allows: good enough for a fan-out. */
  wantedBy(tenant: string, notification: Wanted, range?: IdRange): Promise<WantedBy>;
  /** A cached endpoint, as old as the implementation allows: good enough to find an open circuit. */
  known(tenant: string, id: string): Promise<KnownEndpoint>;
  /**
   * Bypasses the cache before it returns undefined or a disabled endpoint, because that ends a delivery permanently.
   */
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
  /** Bypasses the cache, for what would end a delivery permanently. */
  fresh(tenant: string, id: string): Promise<Endpoint | undefined>;
}

/** The source of a directory. Reads of one turn of the event loop may share a call. */
export interface EndpointSource {
  versions(tenant: string): Promise<DirectoryVersions>;
  /** Reads the versions before the endpoints: a concurrent change has a later version. */
  index(tenant: string): Promise<VersionedIndex>;
  /** Reads only these endpoints. */
  indexOf(tenant: string, range: IdRange): Promise<TypeIndex>;
  read(tenant: string, id: string): Promise<EndpointWithCircuit>;
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
}

/** A partial update of an endpoint. `undefined` removes a member; in an expectation it means absent. */
export type EndpointChange = Partial<Pick<Endpoint, 'url' | 'types' | 'typesSince' | 'secrets' | 'state'>> & {
  readonly [Name in 'headers' | 'ratePerSecond' | 'filter' | 'earlierFilters' | 'format' | 'contentType']?:
    | Endpoint[Name]
    | undefined;
};

/** Whether the change resets the circuit: an operator enables the endpoint, or changes the URL that failed. */
export const startsAfresh = ({ state, url }: EndpointChange): boolean => state?.enabled === true || url !== undefined;

/** Whether the change leaves the index of a tenant's endpoints as it is. */
export const leavesIndex = (change: EndpointChange): boolean =>
  !('types' in change || 'filter' in change || 'state' in change);

/** Part of a tenant's endpoints, in the order of their ids. */
export interface EndpointRange {
  /** Id: only those after it. @default from the first one */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface EndpointPage {
  readonly endpoints: readonly (EndpointWithCircuit & { readonly endpoint: Endpoint })[];
  /** There are more after the last one. */
  readonly hasMore: boolean;
}

/** Changes by operators. Each is written together with the tenant's next version in one transaction. */
export interface EndpointRegistry {
  version(tenant: string): Promise<number>;
  /** All endpoints and circuits of a tenant: too much for a function. */
  load(tenant: string): Promise<EndpointSnapshot>;
  /** Reads only what it returns. Strongly consistent. */
  page(tenant: string, range: EndpointRange): Promise<EndpointPage>;
  find(tenant: string, id: string): Promise<Endpoint | undefined>;
  /**
   * Adds an endpoint, or replaces it. Concurrent callers never exceed `MAX_ENDPOINTS` together.
   *
   * @returns false if it was not added, because the tenant has `MAX_ENDPOINTS` already
   */
  save(endpoint: Endpoint): Promise<boolean>;
  /**
   * Updates the given members and leaves the others, including concurrent changes to them. If `startsAfresh`, also
   * removes the circuit; with a new rate, also the slots of the old one.
   *
   * @param expected optimistic lock: nothing changes unless the endpoint still has these
   * @returns false if nothing was changed: there is no such endpoint, or it is not as expected
   */
  change(tenant: string, id: string, change: EndpointChange, expected?: EndpointChange): Promise<boolean>;
  /** All endpoints of all tenants, unordered. Scans the whole table. */
  all(): AsyncIterable<Endpoint>;
  /** Removes an endpoint, its circuit and its rate slots; false if there is none. */
  remove(tenant: string, id: string): Promise<boolean>;
}
