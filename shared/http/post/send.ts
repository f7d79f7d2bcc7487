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
  /** The notification's, the same in every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  /** Exactly what is signed and sent. */
  readonly body: string;
}

/** Posts to endpoints, for a delivery and for `carillon endpoints test` alike. */
export interface Sender {
  /**
   * Opens what is sealed of an endpoint, which may take long: data keys are read, and opened by KMS. Nothing is posted
   * where a secret or the headers do not open.
   *
   * @throws CodedError `webhook.secret.unreadable`; as the data keys do
   */
  open(endpoint: Endpoint): Promise<Send>;
}

/**
 * Posts an event to the endpoint that was opened, signed with its secrets, at once: from the call on it takes as long as
 * the post, and no longer. Nothing is posted where there is no secret.
 *
 * @throws CodedError `webhook.signature.invalid`
 */
export type Send = (event: SignedEvent) => Promise<PostResult>;

/** What is sealed of an endpoint, opened for its URL. */
interface Opened {
  readonly secrets: readonly OpenedSecret[];
  readonly headers: Readonly<Record<string, string>>;
}

interface OpenedSecret extends Pick<SealedSecret, 'expiresAt'> {
  readonly signer: Signer;
}

/** Wire it once: what it has opened it remembers for as long as the endpoint that it belongs to is remembered. */
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
