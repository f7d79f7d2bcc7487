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

test('without an overlap only the new secret signs', async () => {
  const desk = testDesk([endpoint]);
  await rotate(desk, { overlap: '0', json: true });
  expect(await secretsOf(desk)).toEqual([[desk.printed().secret, undefined]]);
});

test('a given secret is used and not shown', async () => {
  const given = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
  const desk = testDesk([endpoint], { input: `${given}\n` });
  await rotate(desk, { secret: '-' });
  expect((await secretsOf(desk))[0]).toEqual([given, undefined]);
  expect(desk.terminal.output()).not.toContain('whsec_');
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

test('an overlap of a year is refused', async () => {
  await expect(rotate(testDesk([endpoint]), { overlap: '365d' })).rejects.toMatchObject({
    code: 'cli.overlap_malformed',
  });
});

test.each([
  ['asymmetric', endpoint, { asymmetric: true }, true],
  ['symmetric', asymmetric, { symmetric: true }, false],
])('--%s asks for a secret of that kind', async (_, saved, options, hasPublicKey) => {
  const desk = testDesk([saved]);
  await rotate(desk, { ...options, json: true });
  expect([desk.printed()].map(({ secret }) => secret === undefined)).toEqual([hasPublicKey]);
  expect(desk.terminal.output()).not.toContain('whsk_');
});
