import type { MailPreferenceRegistry, Objection } from '../ports/mail-preferences';

/** In-memory suppressions and unsubscriptions. */
export function memoryMailPreferences(...saved: readonly Objection[]): MailPreferenceRegistry {
  const kept = new Map(saved.map((objection) => [keyOf(objection), objection]));
  const keep = (objection: Objection) => void (kept.has(keyOf(objection)) || kept.set(keyOf(objection), objection));
  const ofAddress = (address: string) =>
    [...kept].filter(([, objection]) => objection.address === address.toLowerCase()).sort(byKey);
  return {
    objection: async (address, tenant, category) => {
      const candidates = ofAddress(address).map(([, objection]) => objection);
      return candidates.find((objection) => holdsFor(objection, tenant, category));
    },
    suppress: async (suppression) => keep({ kind: 'suppressed', ...suppression }),
    unsubscribe: async (unsubscription) => keep({ kind: 'unsubscribed', ...unsubscription }),
    objections: async (address) => ofAddress(address).map(([, objection]) => objection),
    all: async function* () {
      yield [...kept.values()];
    },
    lift: async (address, scope) => kept.delete(`${address.toLowerCase()} S ${scope}`),
    resubscribe: async (address, tenant, category) => kept.delete(`${address.toLowerCase()} U ${tenant} ${category}`),
  };
}

const holdsFor = (objection: Objection, tenant: string, category: string): boolean =>
  objection.kind === 'suppressed'
    ? objection.scope === '*' || objection.scope === tenant
    : objection.tenant === tenant && objection.category === category;

/** `*` sorts before every tenant. */
const keyOf = (objection: Objection): string =>
  objection.kind === 'suppressed'
    ? `${objection.address} S ${objection.scope}`
    : `${objection.address} U ${objection.tenant} ${objection.category}`;

const byKey = ([one]: readonly [string, Objection], [other]: readonly [string, Objection]): number =>
  one < other ? -1 : 1;
