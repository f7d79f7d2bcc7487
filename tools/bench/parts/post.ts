import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CERTIFICATE } from '../../../shared/http/testing/certificates';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { startDouble } from '../doubles/start-double';
import type { Benchmark, Result } from '../report/result';
import { measureParts, type PartSubject } from './part';

const SUBJECTS: readonly PartSubject[] = [
  { name: 'Carillon, createPoster', file: 'post-carillon' },
  { name: 'fetch of Node', file: 'post-fetch' },
  { name: 'undici, Pool', file: 'post-undici' },
  { name: 'node:http or node:https, keep-alive agent', file: 'post-node' },
];

const SCHEMES = { http: 'HTTP', https: 'TLS' } as const;

/** Posts to one receiver on loopback, which is a process of its own and answers 204. */
export const post: Benchmark = {
  id: 'post',
  method:
    'Posts of 1 KB to a receiver on loopback (a process of its own), 50 under way at any time, on kept connections. Ours also checks the URL and the address of the socket, has four time limits, and reads the response as text. TLS: a self-signed certificate that NODE_EXTRA_CA_CERTS trusts.',
  async *measure() {
    for (const scheme of ['http', 'https'] as const) yield await measureScheme(scheme);
  },
};

const measureScheme = (scheme: keyof typeof SCHEMES): Promise<Result> =>
  inTemporaryFolder('carillon-parts-', async (directory) => {
    const certificate = join(directory, 'certificate.pem');
    writeFileSync(certificate, CERTIFICATE);
    const receiver = await startDouble('receiver-double', { SCHEME: scheme });
    try {
      const env = { TARGET: `${receiver.origin}/hook`, NODE_EXTRA_CA_CERTS: certificate };
      return {
        id: `post-${SCHEMES[scheme].toLowerCase()}`,
        title: `POST of 1 KB by ${SCHEMES[scheme]}, 50 at once`,
        unit: 'posts for one CPU-s',
        better: 'more',
        measured: await measureParts(SUBJECTS, env),
      };
    } finally {
      receiver.stop();
    }
  });
