import type { Capability } from '../../../shared/domain/manifest/channel';

type KeyCapability = Extract<Capability, `keys:${string}`>;

/** Which data keys a capability is for, written down once more for tests. */
export const CAPABILITY_PURPOSES: Readonly<Record<KeyCapability, string>> = {
  'keys:endpoints': 'endpoints',
  'keys:unsubscribe': 'unsubscribe',
  'keys:unsubscribe:create': 'unsubscribe',
  'keys:addresses': 'addresses',
  'keys:addresses:create': 'addresses',
  'keys:messages': 'messages',
  'keys:messages:create': 'messages',
};
