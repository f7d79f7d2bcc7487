import { contentDifferences } from '../notification/content-digest';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import { redact } from './redact';

/**
 * Where two notifications of one id differ, as JSON Pointers; empty where they say the same. An address that was erased
 * meanwhile is no difference.
 */
export function recordDifferences(stored: string, received: string, digest: AddressDigest): readonly string[] {
  const read = (text: string) => redact(JSON.parse(text) as Notification, digest);
  try {
    return contentDifferences(read(stored), read(received));
  } catch {
    // Somebody made the stored text unreadable: it is not what was received.
    return [''];
  }
}
