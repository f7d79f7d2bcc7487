import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** A file of this folder. */
export type Peer = 'powertools-webhook' | 'powertools-email' | 'powertools-audit' | 'limit-webhook' | 'limit-audit';

/**
 * Bundles a peer as `tools/build/bundle.ts` bundles a function, but with the AWS SDK's own clients.
 *
 * @returns the path of the file
 */
export function bundlePeer(name: Peer, folder: string): string {
  const outfile = join(folder, 'index.js');
  buildSync({
    entryPoints: [join(__dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outfile;
}
