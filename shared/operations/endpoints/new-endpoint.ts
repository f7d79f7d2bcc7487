import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { type DataKey, SEAL_NONCE_BYTES } from '../../domain/sealing/seal';
import { filterText } from '../../domain/webhook/endpoint-filter';
import { type Owner, sealHeaders, sealSecret } from '../../domain/webhook/endpoint-seals';
import type { EndpointFormat } from '../../domain/webhook/format/endpoint-format';
import { publicKeyOf } from '../../domain/webhook/standard-webhooks-key';
import type { Endpoint, SealedHeaders, SealedSecret } from '../../ports/endpoints';

/** A requested endpoint: not checked, and not sealed. */
export interface EndpointRequest {
  readonly tenant: string;
  /** https; on a local stack http on loopback too. */
  readonly url: string;
  /** Such as `order.shipped`, `order.*` or `*`. */
  readonly types: readonly string[];
  /** `whsec_…` or `whsk_…`. */
  readonly secret: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Attempts per second, 1/3600 to 1,000. @default no limit */
  readonly ratePerSecond?: number;
  /** @default `STANDARD` */
  readonly format?: EndpointFormat;
  /** @default `DEFAULT_CONTENT_TYPE` */
  readonly contentType?: string;
  /** An SNS filter policy over the event: `shared/domain/webhook/filter-faults.ts`. @default it gets everything of its types */
  readonly filter?: object;
  /** The reason of an endpoint that is initially disabled. @default it is enabled */
  readonly disabled?: string;
}

export interface Sealing {
  /** The current data key for `endpoints`. */
  readonly key: DataKey;
  readonly now: Date;
}

/** @param id @default a new one */
export function newEndpoint(request: EndpointRequest, sealing: Sealing, id = newEndpointId(sealing.now)): Endpoint {
  const { tenant, url, types, secret, headers, ratePerSecond, format, contentType, disabled: reason } = request;
  const [owner, since] = [{ tenant, id, url }, sealing.now.toISOString()];
  return {
    ...owner,
    types,
    secrets: [newSealedSecret(secret, owner, sealing)],
    ...(headers.length > 0 && { headers: newSealedHeaders(headers, owner, sealing) }),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    ...(format !== undefined && format.name !== 'standard' && { format }),
    ...(contentType !== undefined && { contentType }),
    ...filterOf(request),
    state: reason === undefined ? { enabled: true, since } : { enabled: false, reason, since },
    createdAt: since,
  };
}

/** Empty for the empty policy. */
function filterOf({ filter }: Pick<EndpointRequest, 'filter'>): Pick<Endpoint, 'filter'> {
  const text = filter && filterText(filter);
  return text === undefined ? {} : { filter: text };
}

export const newEndpointId = (now: Date): string => `ep_${ulid(now.getTime()).toLowerCase()}`;

const nonce = () => randomBytes(SEAL_NONCE_BYTES);

export function newSealedSecret(secret: string, owner: Owner, { key, now }: Sealing): SealedSecret {
  const publicKey = publicKeyOf(secret);
  return {
    sealed: sealSecret(secret, owner, { key, nonce: nonce() }),
    createdAt: now.toISOString(),
    ...(publicKey !== undefined && { publicKey }),
  };
}

export function newSealedHeaders(
  headers: EndpointRequest['headers'],
  owner: Owner,
  { key }: Pick<Sealing, 'key'>,
): SealedHeaders {
  const lowerCase = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    names: lowerCase.map(([name]) => name),
    sealed: sealHeaders(Object.fromEntries(lowerCase), owner, { key, nonce: nonce() }),
  };
}
