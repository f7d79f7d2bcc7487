import { DEFAULT_CONTENT_TYPE } from '../../domain/webhook/content-type';
import { openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import type { PostResult } from '../../domain/webhook/outcome/post-result';
import { unexpired } from '../../domain/webhook/rotate-secrets';
import { type SignatureHeaders, sign } from '../../domain/webhook/standard-webhooks';
import type { Signer } from '../../domain/webhook/standard-webhooks-key';
import { prepareSecret } from '../../domain/webhook/standard-webhooks-secret';
import type { Clock } from '../../ports/clock';
import type { DataKeys } from '../../ports/data-keys';
import type { Endpoint, SealedSecret } from '../../ports/endpoints';
import type { Post, PostRequest } from './post';

export interface SenderPorts {
  readonly keys: Pick<DataKeys, 'byId'>;
  readonly post: Post;
  readonly clock: Clock;
}

export interface SignedEvent {
  /** The notification's id, the same in every attempt: the receiver's idempotency key. */
  readonly id: string;
  /** The exact text that is signed and sent. */
  readonly body: string;
}

/** Posts to endpoints, both for deliveries and for `carillon endpoints test`. */
export interface Sender {
  /**
   * Decrypts an endpoint's secrets and headers, which may be slow: data keys are read, and decrypted by KMS. Nothing is
   * posted if a secret or the headers cannot be decrypted.
   *
   * @throws CodedError `webhook.secret.unreadable`; errors of the data keys
   */
  open(endpoint: Endpoint): Promise<Send>;
}

/**
 * Signs an event with the opened endpoint's secrets and posts it. Takes no longer than the post itself. Nothing is posted
 * if the endpoint has no secret.
 *
 * @throws CodedError `webhook.signature.invalid`
 */
export type Send = (event: SignedEvent) => Promise<PostResult>;

/** An endpoint's decrypted secrets and headers, which are bound to its URL. */
interface Opened {
  readonly secrets: readonly OpenedSecret[];
  readonly headers: Readonly<Record<string, string>>;
}

interface OpenedSecret extends Pick<SealedSecret, 'expiresAt'> {
  readonly signer: Signer;
}

/** Create it once: memoizes decrypted secrets and headers as long as their endpoint object is in memory. */
export function createSender({ keys, post, clock }: SenderPorts): Sender {
  const known = new WeakMap<Endpoint, Opened>();
  return {
    open: async (endpoint) => {
      const opened = known.get(endpoint) ?? (await openEndpoint(endpoint, keys, clock.now()));
      known.set(endpoint, opened);
      return async (event) => post(signed(event, endpoint, opened, clock.now()));
    },
  };
}

function signed(event: SignedEvent, endpoint: Endpoint, { secrets, headers }: Opened, now: Date): PostRequest {
  const signers = unexpired(secrets, now).map(({ signer }) => signer);
  const { url, contentType = DEFAULT_CONTENT_TYPE } = endpoint;
  return {
    url,
    body: event.body,
    headers: { ...headers, 'content-type': contentType, ...signature(event, signers, now) },
  };
}

async function openEndpoint(endpoint: Endpoint, keys: SenderPorts['keys'], now: Date): Promise<Opened> {
  const keyOf = (id: string) => keys.byId('endpoints', id);
  const secrets: OpenedSecret[] = [];
  for (const { sealed, expiresAt } of unexpired(endpoint.secrets, now)) {
    const signer = prepareSecret(await openSecret(sealed, endpoint, keyOf));
    secrets.push({ signer, ...(expiresAt !== undefined && { expiresAt }) });
  }
  const headers = endpoint.headers ? await openHeaders(endpoint.headers.sealed, endpoint, keyOf) : {};
  return { secrets, headers };
}

const signature = ({ id, body }: SignedEvent, secrets: readonly Signer[], now: Date): SignatureHeaders =>
  sign({ id, body, secrets, timestampSeconds: Math.floor(now.getTime() / 1000) });
