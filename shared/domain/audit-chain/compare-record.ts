import { contentDifferences } from '../notification/content-digest';
import type { Notification } from '../notification/notification';
import type { AddressDigest } from './address-digest';
import { redact } from './redact';

/** Result of recording a notification. */
export type Acceptance =
  | { readonly kind: 'accepted' }
  /** The same content is already recorded. */
  | { readonly kind: 'known' }
  /** Other content, or another tenant's, is recorded under this id, and is kept. */
  | {
      readonly kind: 'conflict';
      /** JSON Pointers (RFC 6901) to the differences; an empty text means the whole. */
      readonly differences: readonly string[];
    };

/** Result of recording a notification under an id that already has this stored text. */
export function acceptanceOf(stored: string, received: string, digest: AddressDigest): Acceptance {
  const differences = recordDifferences(stored, received, digest);
  return differences.length === 0 ? { kind: 'known' } : { kind: 'conflict', differences };
}

/**
 * JSON Pointers to the differences of two notifications with one id; empty if they are equal. An erased address is no
 * difference.
 */
export function recordDifferences(stored: string, received: string, digest: AddressDigest): readonly string[] {
  const read = (text: string) => redact(JSON.parse(text) as Notification, digest);
  try {
    return contentDifferences(read(stored), read(received));
  } catch {
    // The stored text was made unreadable, so it differs as a whole.
    return [''];
  }
}
