import { openHeaders, openSecret } from '../../shared/domain/webhook/endpoint-seals';
import { unexpired } from '../../shared/domain/webhook/rotate-secrets';
import { type SignatureHeaders, sign } from '../../shared/domain/webhook/standard-webhooks';
import { prepareSecret, type Signer } from '../../shared/domain/webhook/standard-webhooks-secret';
import type { Clock } from '../../shared/ports/clock';
import type { DataKeys } from '../../shared/ports/data-keys';
import type { Endpoint, SealedHeaders, SealedSecret } from '../../shared/ports/endpoints';
import type { Post } from './post';
import type { PostResult } from './post-result';

export interface SenderPorts {
  readonly keys: DataKeys;
  readonly post: Post;
  readonly clock: Clock;
}

export interface SignedEvent {
  /** The notification's, the same in every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  /** Exactly what is signed and sent. */
  readonly body: string;
}

/**
 * Posts an event to an endpoint, signed with its secrets: for a delivery and for `carillon endpoints test` alike.
 *
 * @throws CodedError `webhook.secret.unreadable`; as the data keys do
 */
export type Send = (endpoint: Endpoint, event: SignedEvent) => Promise<PostResult>;

/** Wire it once: what it has opened it remembers for as long as the endpoint that it belongs to is remembered. */
export function createSender({ keys, post, clock }: SenderPorts): Send {
  const signers = new WeakMap<SealedSecret, Signer>();
  const headers = new WeakMap<SealedHeaders, Readonly<Record<string, string>>>();
  return async (endpoint, event) => {
    const key = await keys.key('endpoints');
    const now = clock.now();
    const secrets = unexpired(endpoint.secrets, now).map((secret) =>
      once(signers, secret, ({ sealed }) => prepareSecret(openSecret(sealed, endpoint, key))),
    );
    const own = endpoint.headers
      ? once(headers, endpoint.headers, ({ sealed }) => openHeaders(sealed, endpoint, key))
      : {};
    return post({ url: endpoint.url, body: event.body, headers: { ...own, ...ours(event, secrets, now) } });
  };
}

const ours = ({ id, body }: SignedEvent, secrets: readonly Signer[], now: Date): SignatureHeaders & ContentType => ({
  'content-type': 'application/json; charset=utf-8',
  ...sign({ id, body, secrets, timestampSeconds: Math.floor(now.getTime() / 1000) }),
});

type ContentType = Readonly<Record<'content-type', string>>;

function once<Key extends object, Value>(values: WeakMap<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = values.get(key) ?? make(key);
  values.set(key, value);
  return value;
}
