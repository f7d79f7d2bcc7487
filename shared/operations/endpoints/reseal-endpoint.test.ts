import { openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import { A_SECRET, anEndpoint } from '../../testing/factories';
import { aSealedSecret, someSealedHeaders, TEST_KEY } from '../../testing/sealed';
import { isSealedWith, resealEndpoint } from './reseal-endpoint';

const NEW_KEY = { id: '2', key: new Uint8Array(32).fill(8) };
const NOW = new Date('2026-11-24T09:30:00.000Z');
const keyOf = async (id: string) => [TEST_KEY, NEW_KEY].find((key) => key.id === id);
const resealing = { key: NEW_KEY, keyOf, now: NOW };

const owner = { tenant: 'acme', id: 'ep_1', url: 'https://hooks.example.com/old' };
const OLD_SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
const endpoint = anEndpoint({
  ...owner,
  secrets: [
    aSealedSecret(A_SECRET, owner, { publicKey: 'whpk_x' }),
    aSealedSecret(OLD_SECRET, owner, { expiresAt: '2026-11-25T09:30:00.000Z' }),
    aSealedSecret('whsec_expired', owner, { expiresAt: NOW.toISOString() }),
  ],
  headers: someSealedHeaders({ authorization: 'Bearer x', 'x-shop': 'one' }, owner),
});

const opened = async (url: string, resealed: Awaited<ReturnType<typeof resealEndpoint>>) => {
  const at = { ...owner, url };
  return {
    secrets: await Promise.all(resealed.secrets.map(({ sealed }) => openSecret(sealed, at, keyOf))),
    headers: resealed.headers && (await openHeaders(resealed.headers.sealed, at, keyOf)),
  };
};
const CONTENT = { secrets: [A_SECRET, OLD_SECRET], headers: { authorization: 'Bearer x', 'x-shop': 'one' } };

test('secrets and headers are resealed with the new key for the same URL, and their other members stay', async () => {
  const resealed = await resealEndpoint(endpoint, resealing);
  expect(await opened(owner.url, resealed)).toEqual(CONTENT);
  expect(resealed).toMatchObject({
    url: owner.url,
    secrets: [{ publicKey: 'whpk_x' }, { expiresAt: '2026-11-25T09:30:00.000Z' }],
    headers: { names: ['authorization', 'x-shop'] },
  });
  expect([isSealedWith(endpoint, '2'), isSealedWith({ ...endpoint, ...resealed }, '2')]).toEqual([false, true]);
});

test('after resealing for another URL, secrets can be decrypted for that one and not for the old one', async () => {
  const resealed = await resealEndpoint(endpoint, resealing, 'https://hooks.example.com/new');
  expect(resealed.url).toBe('https://hooks.example.com/new');
  expect(await opened(resealed.url, resealed)).toEqual(CONTENT);
  await expect(opened(owner.url, resealed)).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
});

test('an endpoint whose URL was changed in the table is not resealed', async () => {
  const changed = { ...endpoint, url: 'https://attacker.example/' };
  await expect(resealEndpoint(changed, resealing)).rejects.toMatchObject({ code: 'webhook.secret.unreadable' });
});

test('an endpoint without headers has none afterwards', async () => {
  const { headers, ...bare } = endpoint;
  expect(await resealEndpoint(bare, resealing)).not.toHaveProperty('headers');
});

test('an endpoint is resealed even if only its headers have an older key', () => {
  const secrets = [aSealedSecret(A_SECRET, owner, {}, NEW_KEY)];
  expect(isSealedWith({ ...endpoint, secrets }, '2')).toBe(false);
});
