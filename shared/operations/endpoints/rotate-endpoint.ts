import { CodedError } from '../../domain/kit/errors/coded-error';
import { MAX_OVERLAP_SECONDS, MAX_SECRETS, rotateSecrets } from '../../domain/webhook/rotate-secrets';
import { checkSecret } from '../../domain/webhook/standard-webhooks-secret';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import type { EndpointRegistry, SealedSecret } from '../../ports/endpoints';
import { findEndpoint } from './find-endpoint';
import { newSealedSecret } from './new-endpoint';
import { newSecret, type ReceiverSecret, receiverSecret } from './new-secret';
import { type VisibleEndpoint, visible } from './visible-endpoint';

export interface RotateEndpointRequest {
  readonly tenant: string;
  readonly id: string;
  /** Time in which the older secrets still sign: 0 to 30 days. */
  readonly overlapSeconds: number;
  /** `whsec_…` or `whsk_…`. @default a new one */
  readonly secret?: string;
  /** Whether a new secret is an ed25519 signing key. @default the kind of the secret that it replaces */
  readonly asymmetric?: boolean;
}

export interface RotateEndpointPorts {
  readonly registry: Pick<EndpointRegistry, 'find' | 'version' | 'change'>;
  readonly keys: Pick<DataKeys, 'current'>;
  readonly clock: Clock;
}

export interface RotatedEndpoint {
  readonly endpoint: VisibleEndpoint;
  /** The receiver's part of a generated secret, which cannot be read later. */
  readonly made?: ReceiverSecret;
}

/**
 * Gives an endpoint a new secret. Older secrets still sign until the overlap ends.
 *
 * @throws CodedError `cli.overlap_malformed`, `cli.unknown_endpoint`, `cli.endpoint_invalid`, `cli.too_many_secrets`,
 * `cli.endpoint_changed`
 */
export async function rotateEndpoint(
  request: RotateEndpointRequest,
  ports: RotateEndpointPorts,
): Promise<RotatedEndpoint> {
  const { tenant, id, overlapSeconds } = request;
  const { registry, keys, clock } = ports;
  assertOverlap(overlapSeconds);
  const endpoint = await findEndpoint(tenant, id, registry);
  const isAsymmetric = request.asymmetric ?? endpoint.secrets[0]?.publicKey !== undefined;
  const secret = request.secret ?? newSecret({ asymmetric: isAsymmetric });
  assertSecret(secret);
  const now = clock.now();
  const fresh = newSealedSecret(secret, endpoint, { key: await keys.current('endpoints'), now });
  const secrets = rotateSecrets(endpoint.secrets, fresh, { now, overlapSeconds });
  assertNotTooMany(secrets);
  if (!(await registry.change(tenant, id, { secrets }, { secrets: endpoint.secrets }))) throw changedMeanwhile(id);
  const made = request.secret === undefined && { made: receiverSecret(secret) };
  return { endpoint: visible({ ...endpoint, secrets }), ...made };
}

function assertOverlap(seconds: number): void {
  if (seconds >= 0 && seconds <= MAX_OVERLAP_SECONDS) return;
  const message = `the overlap is ${seconds} seconds, allowed are 0 to ${MAX_OVERLAP_SECONDS}`;
  throw new CodedError('cli.overlap_malformed', message, 'give a number of seconds in these bounds');
}

function assertSecret(secret: string): void {
  const faults = checkSecret(secret).map((fault) => ({ ...fault, path: '/secret' }));
  if (faults.length === 0) return;
  const fix = 'change what the faults name; without a secret a new one is made';
  throw new CodedError('cli.endpoint_invalid', 'the endpoint was not changed', fix, faults);
}

function assertNotTooMany(secrets: readonly SealedSecret[]): void {
  if (secrets.length <= MAX_SECRETS) return;
  const soonest = secrets.flatMap(({ expiresAt }) => expiresAt ?? []).toSorted()[0];
  const message = `the endpoint would have ${secrets.length} secrets at once, allowed are ${MAX_SECRETS}`;
  throw new CodedError('cli.too_many_secrets', message, `wait until ${soonest}, or take an overlap of 0`);
}

const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was changed or removed by another write at the same time; its secrets were not rotated`,
    'try again; if another rotation won, its secret is the newest one',
  );
