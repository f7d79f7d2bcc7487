import { openHeaders, openSecret, sealHeaders, sealSecret } from './endpoint-seals';

const owner = { tenant: 'acme', id: 'ep_1' };
const sealWith = { key: new Uint8Array(32).fill(7), nonce: new Uint8Array(12).fill(9) };
const unreadable = (kind: string, { tenant, id }: typeof owner) =>
  expect.objectContaining({
    code: 'webhook.secret.unreadable',
    message: `what is sealed for ["${kind}","${tenant}","${id}"] does not open with the data key of this stack`,
    fix: 'rotate the secret, or restore the data key',
  });

it('a secret opens for the endpoint that it was sealed for', () => {
  expect(openSecret(sealSecret('whsec_ü', owner, sealWith), owner, sealWith.key)).toBe('whsec_ü');
});

it('headers open for the endpoint that they were sealed for', () => {
  const headers = { authorization: 'Bearer x', 'x-shop': '1' };
  expect(openHeaders(sealHeaders(headers, owner, sealWith), owner, sealWith.key)).toEqual(headers);
});

it.each([
  { tenant: 'acme', id: 'ep_2' },
  { tenant: 'other', id: 'ep_1' },
])('neither opens for %j', (other) => {
  const [secret, headers] = [sealSecret('whsec_x', owner, sealWith), sealHeaders({}, owner, sealWith)];
  expect(() => openSecret(secret, other, sealWith.key)).toThrow(unreadable('secret', other));
  expect(() => openHeaders(headers, other, sealWith.key)).toThrow(unreadable('headers', other));
});

it('one does not open as the other', () => {
  const headers = sealHeaders({ secret: 'whsec_x' }, owner, sealWith);
  expect(() => openSecret(headers, owner, sealWith.key)).toThrow(unreadable('secret', owner));
});

it('no error repeats what was sealed', () => {
  const sealed = sealSecret('whsec_x', owner, sealWith);
  expect(() => openSecret(sealed.slice(4), owner, sealWith.key)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(sealed.slice(4)) }),
  );
});
