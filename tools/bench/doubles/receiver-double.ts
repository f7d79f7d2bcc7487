import { CERTIFICATE, TEST_ONLY_KEY } from '../../../shared/http/testing/certificates';
import { startLoopbackServer } from '../../local/loopback-server';

/** An endpoint of a tenant, in a process of its own: answers each post with 204. `SCHEME`: `https`, or else http. */
let posts = 0;
const tls = process.env.SCHEME === 'https' ? { key: TEST_ONLY_KEY, cert: CERTIFICATE } : undefined;

startLoopbackServer(
  (request, response) => {
    request.resume().on('end', () => {
      posts++;
      response.writeHead(204).end();
    });
  },
  0,
  tls,
).then(({ origin }) => process.send?.({ origin }));
process.on('message', () => process.send?.(posts));
process.on('disconnect', () => process.exit());
