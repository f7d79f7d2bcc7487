import type { MailPreferenceRegistry, Objection } from '../../ports/mail-preferences';
import { readAddress } from './read-address';

export interface ListSuppressionsRequest {
  /** One mail address, in any form that `recipients` allows. @default all, by a scan of the whole table */
  readonly address?: string;
}

export interface ListSuppressionsPorts {
  readonly preferences: Pick<MailPreferenceRegistry, 'objections' | 'all'>;
}

/**
 * Suppressions and unsubscriptions of one address, or of all addresses in alphabetical order.
 *
 * @throws CodedError `cli.address_malformed`
 */
export async function listSuppressions(
  { address }: ListSuppressionsRequest,
  { preferences }: ListSuppressionsPorts,
): Promise<readonly Objection[]> {
  return address === undefined ? sorted(preferences) : preferences.objections(readAddress(address));
}

async function sorted(preferences: Pick<MailPreferenceRegistry, 'all'>): Promise<Objection[]> {
  const objections: Objection[] = [];
  for await (const page of preferences.all()) objections.push(...page);
  return objections.toSorted((one, other) => (one.address < other.address ? -1 : 1));
}
