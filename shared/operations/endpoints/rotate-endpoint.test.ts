import { openSecret } from '../../domain/webhook/endpoint-seals';
import { formatSigningKey } from '../../domain/webhook/standard-webhooks-key';
import type { Endpoint } from '../../ports/endpoints';
import { A_SECRET, anEndpoint } from '../../testing/factories';
import { aSealedSecret, testKeyOf } from '../../testing/sealed';
import { operatorPorts } from '../testing/operator-ports';
import { type RotateEndpointRequest, rotateEndpoint } from './rotate-endpoint';

type Ports = ReturnType<typeof operatorPorts>;

const endpoint = anEndpoint({ tenant: 'demo', id: 'ep_1' });
const asymmetric: Endpoint = {
  ...endpoint,
  secrets: [aSealedSecret(formatSigningKey(new Uint8Array(32)), endpoint, { publicKey: 'whpk_x' })],
};

const rotate = (ports: Ports, request: Partial<RotateEndpointRequest> = {}) =>
  rotateEndpoint({ tenant: 'demo', id: 'ep_1', overlapSeconds: 86_400, ...request }, ports);

/** Signing secrets, with their expiry. */
async function secretsOf({ registry }: Ports) {
  const saved = await registry.find('demo', 'ep_1');
  return Promise.all(
    (saved?.secrets ?? []).map(async ({ sealed, expiresAt }) => [
      await openSecret(sealed, endpoint, testKeyOf),
      expiresAt,
    ]),
  );
}

test('a generated secret is returned once, without sealed values', async () => {
  const ports = operatorPorts([endpoint]);
  const { endpoint: rotated, made } = await rotate(ports);
  const [[secret] = [], old] = await secretsOf(ports);
  expect([made, old]).toEqual([{ secret }, [A_SECRET, '2026-11-24T09:30:00.000Z']]);
  const createdAt = '2026-11-23T09:30:00.000Z';
  expect(rotated.secrets).toEqual([{ createdAt }, { createdAt, expiresAt: '2026-11-24T09:30:00.000Z' }]);
});

test.each([
  ['symmetric', endpoint, {}, /^whsec_/],
  ['a signing key', asymmetric, {}, /^whsk_/],
  ['symmetric, now a signing key', endpoint, { asymmetric: true }, /^whsk_/],
  ['a signing key, now symmetric', asymmetric, { asymmetric: false }, /^whsec_/],
])('the kind of secret is kept unless another is requested: %s', async (_, saved, request, kind) => {
  const ports = operatorPorts([saved]);
  const rotated = await rotate(ports, request);
  expect((await secretsOf(ports))[0]).toEqual([expect.stringMatching(kind), undefined]);
  expect(JSON.stringify(rotated)).not.toContain('whsk_');
});

test('of two concurrent rotations one fails, so that no receiver holds a secret that signs nothing', async () => {
  const ports = operatorPorts([endpoint]);
  const raced = { ...ports, registry: { ...ports.registry, change: async () => false } };
  await expect(rotate(raced)).rejects.toMatchObject({ code: 'cli.endpoint_changed' });
});

test.each([
  ['an endpoint that is not there', [], {}, 'cli.unknown_endpoint'],
  ['a secret that is too short', [endpoint], { secret: 'whsec_c2hvcnQ=' }, 'cli.endpoint_invalid'],
  ['an overlap of a year', [endpoint], { overlapSeconds: 31_536_000 }, 'cli.overlap_malformed'],
])('%s is refused', async (_, saved, request, code) => {
  await expect(rotate(operatorPorts(saved), request)).rejects.toMatchObject({ code });
});
