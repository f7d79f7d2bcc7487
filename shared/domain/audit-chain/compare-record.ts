import { contentDifferences } from '../notification/content-digest';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import { redact } from './redact';

/** What became of a notification that was to be recorded. */
export type Acceptance =
  | { readonly kind: 'accepted' }
  /** The same content is recorded already. */
  | { readonly kind: 'known' }
  /** Other content, or another tenant's, is recorded under this id, and stays. */
  | {
      readonly kind: 'conflict';
      /** JSON Pointers (RFC 6901) to what differs; empty text for the whole. */
      readonly differences: readonly string[];
    };

/** What becomes of a notification under whose id this text is recorded. */
export function acceptanceOf(stored: string, received: string, digest: AddressDigest): Acceptance {
  const differences = recordDifferences(stored, received, digest);
  return differences.length === 0 ? { kind: 'known' } : { kind: 'conflict', differences };
}

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
