import type { KeyById } from '../../domain/sealing/seal';
import { keyIdOfSealed, openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import { unexpired } from '../../domain/webhook/rotate-secrets';
import type { Endpoint, SealedSecret } from '../../ports/endpoints';
import { newSealedHeaders, newSealedSecret, type Sealing } from './new-endpoint';

export type ResealedEndpoint = Pick<Endpoint, 'url' | 'secrets' | 'headers'>;

export interface Resealing extends Sealing {
  /** Finds the data keys that the endpoint is sealed with. */
  readonly keyOf: KeyById;
}

/**
 * Reseals an endpoint's secrets and headers: for another URL, or with a newer data key. Decrypts them for the endpoint's
 * present URL, so a URL that was changed without `carillon` stays without secrets. Drops expired secrets.
 *
 * @param url @default the endpoint's URL
 * @throws CodedError `webhook.secret.unreadable`
 */
export async function resealEndpoint(
  endpoint: Endpoint,
  resealing: Resealing,
  url = endpoint.url,
): Promise<ResealedEndpoint> {
  const { tenant, id, headers } = endpoint;
  const owner = { tenant, id, url };
  const secrets: SealedSecret[] = [];
  for (const secret of unexpired(endpoint.secrets, resealing.now)) {
    const { sealed } = newSealedSecret(await openSecret(secret.sealed, endpoint, resealing.keyOf), owner, resealing);
    secrets.push({ ...secret, sealed });
  }
  if (headers === undefined) return { url, secrets };
  const opened = Object.entries(await openHeaders(headers.sealed, endpoint, resealing.keyOf));
  return { url, secrets, headers: newSealedHeaders(opened, owner, resealing) };
}

/** True if all secrets and headers of the endpoint are sealed with this data key. */
export const isSealedWith = ({ secrets, headers }: Endpoint, keyId: string): boolean =>
  [...secrets, ...(headers ? [headers] : [])].every(({ sealed }) => keyIdOfSealed(sealed) === keyId);
