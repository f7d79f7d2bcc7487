import type { Suppression, SuppressionList } from '../ports/directory';

/** A suppression list in this process. */
export function memorySuppressions(...saved: readonly Suppression[]): SuppressionList {
  const suppressions = new Map(saved.map((suppression) => [keyOf(suppression), suppression]));
  return {
    suppression: async (address, tenant) =>
      suppressions.get(keyOf({ address, scope: '*' })) ?? suppressions.get(keyOf({ address, scope: tenant })),
    suppress: async (suppression) => void suppressions.set(keyOf(suppression), suppression),
  };
}

const keyOf = ({ address, scope }: Pick<Suppression, 'address' | 'scope'>): string =>
  `${address.toLowerCase()} ${scope}`;
