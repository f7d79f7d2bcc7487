import type { PostFailureKind } from '../../domain/webhook/outcome/post-result';

/** How far an exchange got. It decides what an error means, whatever its code is. */
export type Stage = 'dns' | 'connect' | 'tls' | 'response' | 'body';

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  dns: 'name resolution',
  connect: 'connecting',
  tls: 'TLS handshake',
  response: 'waiting for the response',
  body: 'reading the response',
};

/** Stages at which nothing of the notification was sent yet. */
export const isBeforeRequest = (stage: Stage): stage is 'dns' | 'connect' | 'tls' =>
  stage === 'dns' || stage === 'connect' || stage === 'tls';

/** The kind of failure that an error with this code is at this stage. */
export function failureAt(stage: Stage, code = ''): PostFailureKind {
  if (isBeforeRequest(stage)) return stage;
  if (code.startsWith('HPE_')) return 'protocol';
  // TLS 1.3 servers refuse a client after the handshake, when the request is under way.
  return code.startsWith('ERR_SSL_') ? 'tls' : 'reset';
}

/** For a connection that ended without an error of its own. */
export const connectionClosed = (): NodeJS.ErrnoException =>
  Object.assign(new Error('connection closed'), { code: 'ECONNRESET' });
