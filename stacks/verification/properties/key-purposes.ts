import type { Capability } from '../../../shared/domain/manifest/channel';

type KeyCapability = Extract<Capability, `keys:${string}`>;

/** Data keys of each capability; a second, independent list, against which the grants are checked. */
export const CAPABILITY_PURPOSES: Readonly<Record<KeyCapability, string>> = {
  'keys:endpoints': 'endpoints',
  'keys:endpoints:create': 'endpoints',
  'keys:unsubscribe': 'unsubscribe',
  'keys:unsubscribe:create': 'unsubscribe',
  'keys:addresses': 'addresses',
  'keys:addresses:create': 'addresses',
  'keys:messages': 'messages',
  'keys:messages:create': 'messages',
};
