import { defineFunction } from '../../../shared/domain/manifest/function-manifest';

/** A test compares the path with that of `shared/domain/mail/unsubscribe-token.ts`. */
export default defineFunction({
  name: 'unsubscribe',
  description: 'shows who follows the link of a mail a page, and unsubscribes who posts to it',
  capabilities: ['keys:unsubscribe', 'directory:preferences'],
  function: { timeoutSeconds: 10, memoryMegabytes: 256, reservedConcurrency: 20 },
  trigger: {
    kind: 'http',
    routes: [
      { route: 'GET /unsubscribe/{token}', access: 'open' },
      { route: 'POST /unsubscribe/{token}', access: 'open' },
    ],
  },
});
