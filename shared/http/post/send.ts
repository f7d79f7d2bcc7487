import { openHeaders, openSecret } from '../../domain/webhook/endpoint-seals';
import { formatEvent, type RenderTemplate, type Unformatted } from '../../domain/webhook/format/format-event';
import type { FormattedRequest } from '../../domain/webhook/format/formatted-request';
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
  readonly render: RenderTemplate;
}

export interface SignedEvent {
  /** The notification's id, the same in every attempt: the receiver's idempotency key. */
  readonly id: string;
  /** Its JSON, made once when its deliveries were created. The endpoint's format is applied to this text. */
  readonly body: string;
}

/** Posts to endpoints, both for deliveries and for `carillon endpoints test`. */
export interface Sender {
  /**
   * Decrypts an endpoint's secrets and headers, which may be slow: data keys are read, and decrypted by KMS. Nothing is
   * posted if a secret or the headers cannot be decrypted. Then puts the event into the endpoint's format.
   *
   * @throws CodedError `webhook.secret.unreadable`; errors of the data keys
   */
  prepare(endpoint: Endpoint, event: SignedEvent): Promise<Prepared>;
}

export type Prepared = ReadyRequest | Unformatted;

/** @throws CodedError `webhook.signature.invalid`, by each method, if the endpoint has no secret */
export interface ReadyRequest {
  readonly ok: true;
  /** The request, signed for this moment. */
  request(): PostRequest;
  /** Signs the request and posts it. Takes no longer than the post itself. */
  send(): Promise<PostResult>;
}

/** An endpoint's decrypted secrets and headers, which are bound to its URL. */
interface Opened {
  readonly secrets: readonly OpenedSecret[];
  readonly headers: Readonly<Record<string, string>>;
}

interface OpenedSecret extends Pick<SealedSecret, 'expiresAt'> {
  readonly signer: Signer;
}

/** Create it once: memoizes decrypted secrets and headers as long as their endpoint object is in memory. */
export function createSender({ keys, post, clock, render }: SenderPorts): Sender {
  const known = new WeakMap<Endpoint, Opened>();
  return {
    prepare: async (endpoint, { id, body }) => {
      const opened = known.get(endpoint) ?? (await openEndpoint(endpoint, keys, clock.now()));
      known.set(endpoint, opened);
      const { format, contentType } = endpoint;
      const formatted = formatEvent({ body, headers: opened.headers, format, contentType }, render);
      if (!formatted.ok) return formatted;
      const request = () => signed(id, formatted, endpoint, opened, clock.now());
      return { ok: true, request, send: async () => post(request()) };
    },
  };
}

function signed(
  id: string,
  { headers: ofFormat, body }: FormattedRequest,
  { url }: Endpoint,
  { secrets, headers }: Opened,
  now: Date,
): PostRequest {
  const signers = unexpired(secrets, now).map(({ signer }) => signer);
  return { url, body, headers: { ...headers, ...ofFormat, ...signature({ id, body }, signers, now) } };
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
