import type { DataKey } from '../sealing/seal';
import { keyIdOfSealed, openHeaders, openSecret, sealHeaders, sealSecret } from './endpoint-seals';

const owner = { tenant: 'acme', id: 'ep_1', url: 'https://hooks.example.com/a?token=hush' };
const KEY: DataKey = { id: '3', key: new Uint8Array(32).fill(7) };
const sealWith = { key: KEY, nonce: new Uint8Array(12).fill(9) };
const keyOf = async (id: string) => (id === KEY.id ? KEY : undefined);
const unreadable = (kind: string, { tenant, id }: typeof owner, keyId = '3') => ({
  code: 'webhook.secret.unreadable',
  message: `what is sealed as ${kind} of endpoint '${id}' of tenant '${tenant}' does not open for its URL (data key ${keyId})`,
  fix: 'find out who changed the endpoint; then remove it and add it again, or restore the data key',
});

it('a secret opens for the endpoint that it was sealed for', async () => {
  expect(await openSecret(sealSecret('whsec_ü', owner, sealWith), owner, keyOf)).toBe('whsec_ü');
});

it('headers open for the endpoint that they were sealed for', async () => {
  const headers = { authorization: 'Bearer x', 'x-shop': '1' };
  expect(await openHeaders(sealHeaders(headers, owner, sealWith), owner, keyOf)).toEqual(headers);
});

it.each([
  { ...owner, id: 'ep_2' },
  { ...owner, tenant: 'other' },
  { ...owner, url: 'https://attacker.example/' },
  { ...owner, url: `${owner.url}#` },
])('neither opens for %j', async (other) => {
  const [secret, headers] = [sealSecret('whsec_x', owner, sealWith), sealHeaders({}, owner, sealWith)];
  await expect(openSecret(secret, other, keyOf)).rejects.toMatchObject(unreadable('secret', other));
  await expect(openHeaders(headers, other, keyOf)).rejects.toMatchObject(unreadable('headers', other));
});

it('one does not open as the other', async () => {
  const headers = sealHeaders({ secret: 'whsec_x' }, owner, sealWith);
  await expect(openSecret(headers, owner, keyOf)).rejects.toMatchObject(unreadable('secret', owner));
});

it('both say which data key they are sealed with', () => {
  expect(keyIdOfSealed(sealSecret('whsec_x', owner, sealWith))).toBe('3');
  expect(keyIdOfSealed(sealHeaders({}, owner, { ...sealWith, key: { ...KEY, id: '12' } }))).toBe('12');
  expect(keyIdOfSealed('AAAA')).toBeUndefined();
});

it('neither opens without its data key', async () => {
  const secret = sealSecret('whsec_x', owner, sealWith);
  await expect(openSecret(secret, owner, async () => undefined)).rejects.toMatchObject(unreadable('secret', owner));
  await expect(openSecret('AAAA', owner, keyOf)).rejects.toMatchObject(unreadable('secret', owner, 'unknown'));
});
