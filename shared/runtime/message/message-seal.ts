import { createHmac, timingSafeEqual } from 'node:crypto';
import { lruCache } from '../../domain/kit/cache/lru-cache';
import { canonicalJson } from '../../domain/kit/json/canonical-json';
import { parseJson } from '../../domain/kit/json/json';
import type { MessageAttributes } from '../../domain/notification/routing';
import type { QueueMessage } from '../../ports/channel-queue';
import type { DataKey, DataKeys } from '../../ports/data-keys';
import {
  hasOurAttributes,
  ourAttributes,
  producerAttributes,
  SEAL_ATTRIBUTE,
  string,
  textOf,
  withAttributes,
} from './attributes';

/** A 256-bit key, and the id by which a seal names it. */
export type SealKey = DataKey;

export interface SealKeys {
  /** The key for new seals. */
  current(): Promise<SealKey>;
  /** Undefined if there is no such key. */
  byId(id: string): Promise<SealKey | undefined>;
}

/** The stack's data keys for the purpose `messages`. */
export const sealKeysOf = (keys: DataKeys): SealKeys => ({
  current: () => keys.current('messages'),
  byId: (id) => keys.byId('messages', id),
});

export interface MessageSealing {
  /** Part of the sealed text, so that a seal is not valid on another channel's queue. */
  readonly channel: string;
  readonly keys: SealKeys;
}

/**
 * Seals Carillon's attributes of the message: HMAC-SHA-256 under a key of the stack, over channel, attributes and body.
 * SNS passes on any attribute that a producer publishes, so an attribute alone proves nothing: a forged target would be
 * signed for another tenant's endpoint. A message without Carillon's attributes gets no seal.
 */
export const sealMessage = async (message: QueueMessage, { channel, keys }: MessageSealing): Promise<QueueMessage> =>
  needsSeal(message) ? sealWith(message, channel, await keys.current()) : message;

export function sealWith(message: QueueMessage, channel: string, key: SealKey): QueueMessage {
  if (!needsSeal(message)) return message;
  const mac = macOf(message.body, ourAttributes(message), channel, key);
  return withAttributes(message, { [SEAL_ATTRIBUTE]: string(`${key.id}.${mac}`) });
}

const needsSeal = (message: QueueMessage): boolean => Object.keys(ourAttributes(message)).length > 0;

export interface Authenticated {
  /** Without the seal; without Carillon's attributes if the seal is missing or wrong. */
  readonly message: QueueMessage;
  /** The message has Carillon's attributes without a valid seal. */
  readonly isForged: boolean;
}

/** Verifies the seal. Reads a key only if the message has a seal. */
export async function authenticated(message: QueueMessage, sealing: MessageSealing): Promise<Authenticated> {
  if (!hasOurAttributes(message)) return { message, isForged: false };
  const ours = ourAttributes(message);
  const isForged = Object.keys(ours).length > 0 && !(await isSealed(message, ours, sealing));
  const attributes = { ...producerAttributes(message), ...(!isForged && ours) };
  return { message: { ...message, attributes }, isForged };
}

async function isSealed(
  message: QueueMessage,
  ours: MessageAttributes,
  { channel, keys }: MessageSealing,
): Promise<boolean> {
  const [id = '', mac = ''] = textOf(message, SEAL_ATTRIBUTE)?.split('.') ?? [];
  const key = mac === '' ? undefined : await keys.byId(id);
  if (key === undefined) return false;
  const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(message.body, ours, channel, key))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function macOf(body: string, ours: MessageAttributes, channel: string, { key }: SealKey): string {
  const attributes = Object.entries(ours).map(([name, { StringValue }]) => [name, StringValue]);
  const head = canonicalJson([channel, attributes.toSorted(byName)]).slice(0, -1);
  return createHmac('sha256', key)
    .update(`${head},${sealedBody(body)}]`)
    .digest('base64url');
}

const sealedBodies = lruCache<string, string>(16);

/**
 * Seals the canonical form of a JSON body, because some emulators serialize it anew, and the raw text of any other
 * body. Cached: a body of many members takes 25 ms of a core, and the smallest function has a seventh of one; all
 * messages of a fan-out may share a body, and the sweeper seals what it has just verified.
 */
function sealedBody(body: string): string {
  const sealed = sealedBodies.get(body) ?? canonicalBody(body);
  sealedBodies.set(body, sealed);
  return sealed;
}

function canonicalBody(body: string): string {
  const json = parseJson(body);
  return canonicalJson(json.ok ? [json.value] : body);
}

const byName = ([left = '']: readonly string[], [right = '']: readonly string[]): number => (left < right ? -1 : 1);
