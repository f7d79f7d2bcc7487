import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles a peer as `tools/build/bundle.ts` bundles a function, but with the AWS SDK's own clients. */
export function bundlePeer(name: string, outfile: string): void {
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
}
