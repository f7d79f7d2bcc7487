import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { MAX_SECRETS, rotateSecrets } from '../../../shared/domain/webhook/rotate-secrets';
import { publicKeyOf } from '../../../shared/domain/webhook/standard-webhooks-key';
import { checkSecret } from '../../../shared/domain/webhook/standard-webhooks-secret';
import type { Endpoint, SealedSecret } from '../../../shared/ports/endpoints';
import type { RotateOptions } from '../options';
import type { Desk } from './desk';
import { findEndpoint } from './find-endpoint';
import { newSealedSecret, newSecret } from './new-endpoint';
import { parseDuration } from './parse-duration';
import { givenSecret } from './read-secret';
import { lines, secretLines, visible } from './show-endpoint';

/**
 * Gives an endpoint a new secret; what is older signs too until the overlap is over.
 *
 * @throws CodedError `cli.unknown_endpoint`, `cli.endpoint_invalid`, `cli.overlap_malformed`, `cli.too_many_secrets`,
 * `cli.endpoint_changed`
 */
export async function rotateEndpoint(id: string, options: RotateOptions, desk: Desk): Promise<void> {
  const { registry, keys, terminal } = desk;
  const overlapSeconds = parseDuration(options.overlap);
  const endpoint = await findEndpoint(options.tenant, id, registry);
  const given = await givenSecret(options, terminal);
  const secret = given ?? newSecret({ asymmetric: isAsymmetric(options, endpoint) });
  assertSecret(secret);
  const now = terminal.clock.now();
  const fresh = newSealedSecret(secret, endpoint, { key: await keys.current('endpoints'), now });
  const secrets = rotateSecrets(endpoint.secrets, fresh, { now, overlapSeconds });
  assertNotTooMany(secrets);
  const isChanged = await registry.change(options.tenant, id, { secrets }, { secrets: endpoint.secrets });
  if (!isChanged) throw changedMeanwhile(id);
  const newlyMade = given === undefined ? secret : undefined;
  const rotated = { ...endpoint, secrets };
  terminal.print(options.json ? jsonRotated(rotated, newlyMade) : formatRotated(rotated, newlyMade));
}

/** As the secret that it replaces, unless another kind is asked for. */
const isAsymmetric = ({ asymmetric, symmetric }: RotateOptions, { secrets }: Endpoint): boolean =>
  asymmetric === true || (symmetric !== true && secrets[0]?.publicKey !== undefined);

function assertSecret(secret: string): void {
  const faults = checkSecret(secret).map((fault) => ({ ...fault, path: '/secret' }));
  if (faults.length === 0) return;
  const fix = 'change what the lines above name; without --secret a new one is made';
  throw new CodedError('cli.endpoint_invalid', 'the endpoint was not changed', fix, faults);
}

function assertNotTooMany(secrets: readonly SealedSecret[]): void {
  if (secrets.length <= MAX_SECRETS) return;
  const soonest = secrets.flatMap(({ expiresAt }) => expiresAt ?? []).toSorted()[0];
  const message = `the endpoint would have ${secrets.length} secrets at once, allowed are ${MAX_SECRETS}`;
  throw new CodedError('cli.too_many_secrets', message, `wait until ${soonest}, or take --overlap 0`);
}

const changedMeanwhile = (id: string): CodedError =>
  new CodedError(
    'cli.endpoint_changed',
    `endpoint '${id}' was changed or removed by somebody else, and keeps the secrets that it has`,
    'try it again; the secret that was shown to them is a newer one',
  );

/** @param newlyMade the secret, unless it was given: then it is known, and not shown */
export function formatRotated({ id, tenant, secrets }: Endpoint, newlyMade: string | undefined): string {
  return [
    `rotated ${id} of tenant ${tenant}`,
    ...secrets.slice(1).flatMap(({ expiresAt = '' }) => lines([['old until', expiresAt]])),
    ...(newlyMade === undefined ? [] : secretLines(newlyMade, publicKeyOf(newlyMade))),
  ].join('\n');
}

function jsonRotated(endpoint: Endpoint, newlyMade: string | undefined): string {
  const isShown = newlyMade !== undefined && publicKeyOf(newlyMade) === undefined;
  return JSON.stringify({ ...visible(endpoint), ...(isShown && { secret: newlyMade }) });
}
