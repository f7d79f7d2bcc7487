import { openSecret } from '../../../shared/domain/webhook/endpoint-seals';
import { formatSigningKey } from '../../../shared/domain/webhook/standard-webhooks-key';
import type { Endpoint } from '../../../shared/ports/endpoints';
import { A_SECRET, anEndpoint } from '../../../shared/testing/factories';
import { aSealedSecret, testKeyOf } from '../../../shared/testing/sealed';
import { type TestDesk, testDesk } from '../testing/test-desk';
import { type RotateOptions, rotate as rotateEndpoint } from './rotate';

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const asymmetric: Endpoint = {
  ...endpoint,
  secrets: [aSealedSecret(formatSigningKey(new Uint8Array(32)), endpoint, { publicKey: 'whpk_x' })],
};
const OVERLAPPING = '2026-11-24T09:30:00.000Z';

const rotate = (desk: TestDesk, options: Partial<RotateOptions> = {}) =>
  rotateEndpoint('ep_1', { tenant: 'demo', overlap: '24h', ...options }, desk);

/** What requests are signed with, and until when. */
async function secretsOf({ registry }: TestDesk) {
  const saved = await registry.find('demo', 'ep_1');
  return Promise.all(
    (saved?.secrets ?? []).map(async ({ sealed, expiresAt }) => [
      await openSecret(sealed, endpoint, testKeyOf),
      expiresAt,
    ]),
  );
}

test('a new secret is shown once and signs first, and the old one for 24 hours more', async () => {
  const desk = testDesk([endpoint]);
  await rotate(desk);
  const [[secret] = []] = await secretsOf(desk);
  expect(await secretsOf(desk)).toEqual([
    [expect.stringMatching(/^whsec_\S{44}$/), undefined],
    [A_SECRET, OVERLAPPING],
  ]);
  expect(desk.terminal.output()).toContain(`rotated ep_1 of tenant demo
  old until   ${OVERLAPPING}
  secret      ${secret}

The secret is shown only now`);
});

test('without an overlap nothing but the new secret signs', async () => {
  const desk = testDesk([endpoint]);
  await rotate(desk, { overlap: '0', json: true });
  expect(await secretsOf(desk)).toEqual([[desk.printed().secret, undefined]]);
});

test('a secret that is given is used and not shown', async () => {
  const given = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
  const desk = testDesk([endpoint], { input: `${given}\n` });
  await rotate(desk, { secret: '-' });
  expect((await secretsOf(desk))[0]).toEqual([given, undefined]);
  expect(desk.terminal.output()).not.toContain('whsec_');
});

test.each([
  ['symmetric', endpoint, {}, /^whsec_/],
  ['a signing key', asymmetric, {}, /^whsk_/],
  ['symmetric, now a signing key', endpoint, { asymmetric: true }, /^whsk_/],
  ['a signing key, now symmetric', asymmetric, { symmetric: true }, /^whsec_/],
])('the kind stays what it was unless another is asked for: %s', async (_, saved, options, kind) => {
  const desk = testDesk([saved]);
  await rotate(desk, options);
  expect((await secretsOf(desk))[0]).toEqual([expect.stringMatching(kind), undefined]);
  expect(desk.terminal.output()).not.toContain('whsk_');
});

test('a sixth secret at once is refused, and the one that would go is named', async () => {
  const desk = testDesk([endpoint]);
  for (let count = 0; count < 4; count++) await rotate(desk);
  const before = await secretsOf(desk);
  await expect(rotate(desk)).rejects.toMatchObject({
    code: 'cli.too_many_secrets',
    message: 'the endpoint would have 6 secrets at once, allowed are 5',
    fix: `wait until ${OVERLAPPING}, or take --overlap 0`,
  });
  expect(await secretsOf(desk)).toEqual(before);
  await rotate(desk, { overlap: '0' });
  expect(await secretsOf(desk)).toHaveLength(1);
});

test('of two who rotate at once, one is told, so that nobody holds a secret that signs nothing', async () => {
  const desk = testDesk([endpoint]);
  const raced = { ...desk, registry: { ...desk.registry, change: async () => false } };
  await expect(rotate(raced)).rejects.toMatchObject({ code: 'cli.endpoint_changed' });
  expect(desk.terminal.output()).toBe('');
});

test.each([
  ['an endpoint that is not there', [], {}, 'cli.unknown_endpoint'],
  ['a secret that is too short', [endpoint], { secret: 'whsec_c2hvcnQ=' }, 'cli.endpoint_invalid'],
  ['an overlap of a year', [endpoint], { overlap: '365d' }, 'cli.overlap_malformed'],
])('%s is refused', async (_, saved, options, code) => {
  await expect(rotate(testDesk(saved), options)).rejects.toMatchObject({ code });
});
