import type { Endpoint } from '../../../ports/endpoints';
import { anEndpoint } from '../../../testing/factories';
import { aSealedSecret, someSealedHeaders } from '../../../testing/sealed';

/** Parts of a sealed endpoint with two secrets, headers and a rate. */
export const HEADERS = { authorization: 'Bearer a:b', 'x-shop': 'one' };
export const OLDER_SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
export const EXPIRES_AT = '2026-11-25T09:30:00.000Z';
export const URL_OF_ANOTHER = 'https://hooks.example.com/v2';

export const plain = anEndpoint({ tenant: 'demo', id: 'ep_1', types: ['order.*'] });
export const endpoint: Endpoint = {
  ...plain,
  secrets: [...plain.secrets, aSealedSecret(OLDER_SECRET, plain, { expiresAt: EXPIRES_AT })],
  headers: someSealedHeaders(HEADERS, plain),
  ratePerSecond: 5,
};
