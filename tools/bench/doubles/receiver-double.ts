import type { IncomingHttpHeaders } from 'node:http';
import { CERTIFICATE, TEST_ONLY_KEY } from '../../../shared/http/testing/certificates';
import { startLoopbackServer } from '../../local/loopback-server';

/**
 * An endpoint of a tenant, in a process of its own: answers each post that has a body with 204. `SCHEME`: `https`, or else
 * http. `SIGNED`: a post without a signature is refused.
 */
let posts = 0;
const needsSignature = process.env.SIGNED === 'true';
const isSigned = (headers: IncomingHttpHeaders): boolean => String(headers['webhook-signature']).startsWith('v1,');
const tls = process.env.SCHEME === 'https' ? { key: TEST_ONLY_KEY, cert: CERTIFICATE } : undefined;

startLoopbackServer(
  (request, response) => {
    let bytes = 0;
    request
      .on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      })
      .on('end', () => {
        const isTaken = bytes > 0 && (!needsSignature || isSigned(request.headers));
        if (isTaken) posts++;
        response.writeHead(isTaken ? 204 : 400).end();
      });
  },
  0,
  tls,
).then(({ origin }) => process.send?.({ origin }));
process.on('message', () => process.send?.({ accepted: posts, calls: 0, sent: 0, writes: 0, readUnits: 0 }));
process.on('disconnect', () => process.exit());
