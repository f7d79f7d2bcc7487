import { categories as known } from '../../catalogue/categories';
import { CodedError } from '../../domain/kit/errors/coded-error';
import { pointer } from '../../domain/kit/json/json-pointer';
import type { Clock } from '../../ports/clock';
import type { MailPreferenceRegistry } from '../../ports/mail-preferences';
import { readAddress } from '../suppressions/read-address';
import { type Preferences, type ReadPreferencesRequest, readPreferences } from './read-preferences';

export interface ChangePreferencesRequest extends ReadPreferencesRequest {
  /** Whether mail of a category is wanted. Categories that are left out stay as they are. */
  readonly categories: Readonly<Record<string, boolean>>;
}

export interface ChangePreferencesPorts {
  readonly preferences: Pick<MailPreferenceRegistry, 'objections' | 'unsubscribe' | 'resubscribe'>;
  readonly clock: Clock;
}

/**
 * Turns categories of mail on or off for a person. Idempotent.
 *
 * @returns the preferences after the change
 * @throws CodedError `cli.address_malformed`, `cli.unknown_category` with every unknown one, before anything is changed
 */
export async function changePreferences(
  request: ChangePreferencesRequest,
  ports: ChangePreferencesPorts,
): Promise<Preferences> {
  const { tenant, categories } = request;
  const address = readAddress(request.address);
  refuseUnknown(Object.keys(categories));
  const since = ports.clock.now().toISOString();
  for (const [category, isWanted] of Object.entries(categories)) {
    if (isWanted) await ports.preferences.resubscribe(address, tenant, category);
    else await ports.preferences.unsubscribe({ address, tenant, category, since });
  }
  return readPreferences(request, ports);
}

function refuseUnknown(names: readonly string[]): void {
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  const expected = `expected one of ${Object.keys(known).join(', ')}`;
  throw new CodedError(
    'cli.unknown_category',
    'nothing was changed: the catalogue does not have these categories',
    'name categories of the catalogue',
    unknown.map((name) => ({
      code: 'cli.unknown_category',
      path: pointer('/categories', name),
      message: `${name} is no category, ${expected}`,
    })),
  );
}
