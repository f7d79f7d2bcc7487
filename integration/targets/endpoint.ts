import { detectProduct } from './detect-product';
import { endpointUrl } from './endpoint-url';
import type { Product } from './products';
import { requireAccount } from './require-account';
import type { Target } from './target';
import type { Traits } from './traits';

/** Any running AWS-compatible endpoint, by its URL in `AWS_ENDPOINT_URL`. */
export const endpoint: Target = {
  name: 'endpoint',
  folder: () => `endpoint-${new URL(endpointUrl()).host.replace(/[^\w.-]/g, '-')}`,
  runsAt: endpointUrl,
  prepare: async () => {
    const url = endpointUrl();
    const known = await detectProduct(url);
    await requireAccount(url);
    const emulator = { name: known.emulator, endpoint: url, stop: async () => 'untouched' as const };
    return async () => ({ ...known, traits: startedElsewhere(known), emulator });
  },
};

/** The same product without traits that depend on its settings, which are unknown here. */
function startedElsewhere({ product, emulator, httpApiPath, traits }: Product): Traits {
  const abilities = {
    ...(emulator === 'endpoint' && { inbox: `no way is known to read the mails that ${product} has accepted` }),
    ...(httpApiPath === '' && { 'http-api': `no address is known at which ${product} has its HTTP APIs` }),
    iam: 'whether it enforces IAM depends on its settings',
    guard: 'it was not started here, so that nothing of ours is known to stand in front of it',
    'own-start': 'it starts MiniStack, whatever the target is',
  };
  return { ...traits, abilities: { ...abilities, ...traits.abilities } };
}
