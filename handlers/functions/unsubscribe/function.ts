import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

/** The path is that of `shared/domain/mail/unsubscribe-token.ts`, which a test holds to this. */
export default defineFunction({
  name: 'unsubscribe',
  description: 'shows who follows the link of a mail a page, and unsubscribes who posts to it',
  capabilities: ['keys:unsubscribe', 'directory:preferences'],
  function: { timeoutSeconds: 10, memoryMegabytes: 256, reservedConcurrency: 20 },
  trigger: { kind: 'http', routes: ['GET /unsubscribe/{token}', 'POST /unsubscribe/{token}'] },
});
