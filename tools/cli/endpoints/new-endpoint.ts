import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { type DataKey, SEAL_NONCE_BYTES } from '../../../shared/domain/sealing/seal';
import { type Owner, sealHeaders, sealSecret } from '../../../shared/domain/webhook/endpoint-seals';
import { formatSigningKey, publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { formatSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';
import type { Endpoint, SealedHeaders, SealedSecret } from '../../../shared/ports/endpoints';

/** An endpoint as it is asked for: nothing is sealed, and nothing checked. */
export interface EndpointRequest {
  readonly tenant: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly secret: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly ratePerSecond?: number;
  /** @default `DEFAULT_CONTENT_TYPE` */
  readonly contentType?: string;
  /** Why it gets nothing at first. @default it is enabled */
  readonly disabled?: string;
}

/** As an option has them, comma-separated. */
export const givenTypes = (types: string): readonly string[] => types.split(',').map((type) => type.trim());

export interface Sealing {
  /** The current data key for `endpoints`. */
  readonly key: DataKey;
  readonly now: Date;
}

/** @param id @default a new one */
export function newEndpoint(request: EndpointRequest, sealing: Sealing, id = newEndpointId(sealing.now)): Endpoint {
  const { tenant, url, types, secret, headers, ratePerSecond, contentType, disabled: reason } = request;
  const [owner, since] = [{ tenant, id, url }, sealing.now.toISOString()];
  return {
    ...owner,
    types,
    typesSince: since,
    secrets: [newSealedSecret(secret, owner, sealing)],
    ...(headers.length > 0 && { headers: newSealedHeaders(headers, owner, sealing) }),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    ...(contentType !== undefined && { contentType }),
    state: reason === undefined ? { enabled: true, since } : { enabled: false, reason, since },
    createdAt: since,
  };
}

export const newEndpointId = (now: Date): string => `ep_${ulid(now.getTime()).toLowerCase()}`;

const SECRET_BYTES = 32;

/** A signing key has a public half for receivers; a symmetric secret both must keep. */
export const newSecret = ({ asymmetric }: { readonly asymmetric: boolean }): string =>
  (asymmetric ? formatSigningKey : formatSecret)(randomBytes(SECRET_BYTES));

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
