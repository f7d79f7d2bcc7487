import { canonicalJson } from '../kit/json/canonical-json';
import { pointer } from '../kit/json/json-pointer';
import { sha256Text } from '../kit/text/sha256-text';
import type { Notification } from './notification';

/** Attributes in which two publishes of the same content may differ. JSON leaves out what is undefined. */
const NOT_CONTENT = { id: undefined, time: undefined, traceparent: undefined };

/**
 * SHA-256, in base64url, of the canonical form of a notification without id, time and trace. The order of keys does not
 * matter, and an absent severity equals `info`.
 */
export const contentDigest = (notification: Notification): string =>
  sha256Text(canonicalJson(contentOf(notification)), 'base64url');

/**
 * JSON Pointers (RFC 6901) to the attributes, and the members of `data`, in which two contents differ. Without their
 * values, which may be personal data.
 */
export function contentDifferences(one: Notification, other: Notification): string[] {
  const [left, right] = [contentOf(one), contentOf(other)];
  const { data: leftData, ...leftAttributes } = left;
  const { data: rightData, ...rightAttributes } = right;
  return [
    ...differingKeys(leftAttributes, rightAttributes).map((key) => `/${key}`),
    ...differingKeys(membersOf(leftData), membersOf(rightData)).map((key) => pointer('/data', key)),
  ].toSorted();
}

type Members = Readonly<Record<string, unknown>>;

const contentOf = (notification: Notification): Members => ({
  ...notification,
  severity: notification.severity ?? 'info',
  ...NOT_CONTENT,
});

const membersOf = (data: unknown): Members => (typeof data === 'object' && data !== null ? (data as Members) : {});

const differingKeys = (left: Members, right: Members): string[] =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((key) => text(left, key) !== text(right, key));

const text = (members: Members, key: string): string | undefined =>
  Object.hasOwn(members, key) && members[key] !== undefined ? canonicalJson(members[key]) : undefined;
