import type { PostFailureKind } from '../../domain/webhook/outcome/post-result';

/** Progress of an exchange. The stage, not the error code, decides the kind of a failure, with a few exceptions. */
export type Stage = 'dns' | 'connect' | 'tls' | 'response' | 'body';

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  dns: 'name resolution',
  connect: 'connecting',
  tls: 'TLS handshake',
  response: 'waiting for the response',
  body: 'reading the response',
};

/** True for stages in which nothing of the request was sent yet. */
export const isBeforeRequest = (stage: Stage): stage is 'dns' | 'connect' | 'tls' =>
  stage === 'dns' || stage === 'connect' || stage === 'tls';

/** The kind of failure of an error with this code at this stage. */
export function failureAt(stage: Stage, code = ''): PostFailureKind {
  if (isBeforeRequest(stage)) return stage;
  if (code.startsWith('HPE_')) return 'protocol';
  // A TLS 1.3 server may refuse a client after the handshake, while the request is being sent.
  return code.startsWith('ERR_SSL_') ? 'tls' : 'reset';
}

/** The error of a connection that was closed without an error. */
export const connectionClosed = (): NodeJS.ErrnoException =>
  Object.assign(new Error('connection closed'), { code: 'ECONNRESET' });
