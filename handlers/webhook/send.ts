import { openHeaders, openSecret } from '../../shared/domain/webhook/endpoint-seals';
import { unexpired } from '../../shared/domain/webhook/rotate-secrets';
import { type SignatureHeaders, sign } from '../../shared/domain/webhook/standard-webhooks';
import { prepareSecret, type Signer } from '../../shared/domain/webhook/standard-webhooks-secret';
import type { Clock } from '../../shared/ports/clock';
import type { DataKeys } from '../../shared/ports/data-keys';
import type { Endpoint, SealedSecret } from '../../shared/ports/endpoints';
import type { Post } from './post';
import type { PostResult } from './post-result';

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

/**
 * Posts an event to an endpoint, signed with its secrets: for a delivery and for `carillon endpoints test` alike. Nothing
 * is posted where a secret or the headers do not open, or where there is no secret.
 *
 * @throws CodedError `webhook.secret.unreadable`, `webhook.signature.invalid`; as the data keys do
 */
export type Send = (endpoint: Endpoint, event: SignedEvent) => Promise<PostResult>;

/** What is sealed of an endpoint, opened for its URL. */
interface Opened {
  readonly secrets: readonly OpenedSecret[];
  readonly headers: Readonly<Record<string, string>>;
}

interface OpenedSecret extends Pick<SealedSecret, 'expiresAt'> {
  readonly signer: Signer;
}

/** Wire it once: what it has opened it remembers for as long as the endpoint that it belongs to is remembered. */
export function createSender({ keys, post, clock }: SenderPorts): Send {
  const known = new WeakMap<Endpoint, Opened>();
  return async (endpoint, event) => {
    const opened = known.get(endpoint) ?? (await openEndpoint(endpoint, keys, clock.now()));
    known.set(endpoint, opened);
    const now = clock.now();
    const signers = unexpired(opened.secrets, now).map(({ signer }) => signer);
    return post({ url: endpoint.url, body: event.body, headers: { ...opened.headers, ...ours(event, signers, now) } });
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

const ours = ({ id, body }: SignedEvent, secrets: readonly Signer[], now: Date): SignatureHeaders & ContentType => ({
  'content-type': 'application/json; charset=utf-8',
  ...sign({ id, body, secrets, timestampSeconds: Math.floor(now.getTime() / 1000) }),
});

type ContentType = Readonly<Record<'content-type', string>>;
