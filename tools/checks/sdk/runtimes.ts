import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Consumer } from '../../build/build-producer.test-helper';
import { PROGRAM, publishing } from './publishing';

export interface Runtime {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The program on each runtime that the SDK's README names. */
export async function runtimes(consumer: Consumer, tools: string): Promise<readonly Runtime[]> {
  const file = join(consumer.folder, 'publish.mjs');
  writeFileSync(file, PROGRAM);
  // Deno imports what a manifest names.
  writeFileSync(join(consumer.folder, 'package.json'), '{ "dependencies": { "carillon-producer": "*" } }\n');
  const bin = (...path: readonly string[]) => join(tools, 'node_modules', ...path);
  const node = ['20', '22', '24'].map((version) => ({
    name: `Node ${version}`,
    command: bin(`node${version}`, 'bin', 'node'),
    args: [file],
  }));
  return [
    ...node,
    {
      name: 'Deno',
      command: bin('.bin', 'deno'),
      args: ['run', '--node-modules-dir=manual', '--allow-net=127.0.0.1', '--allow-env', '--allow-read', file],
    },
    { name: 'Bun', command: bin('.bin', 'bun'), args: [file] },
    { name: 'Cloudflare Workers', command: process.execPath, args: [await worker(consumer, tools)] },
  ];
}

const WORKER = `import { createProducer } from 'carillon-producer/api';
export default {
  async fetch(_request, env) {
    ${publishing('env.API_URL')}
    return Response.json(await published);
  },
};
`;

/** A script that runs a worker in workerd, with the compatibility flag that the README names, and prints its answer. */
async function worker({ folder }: Consumer, tools: string): Promise<string> {
  const stdin = { contents: WORKER, resolveDir: folder };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    write: false,
    format: 'esm',
    external: ['node:*'],
    conditions: ['workerd', 'import'],
  });
  const modules = [{ type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0]?.text }];
  const settings = { modules, compatibilityDate: '2026-07-01', compatibilityFlags: ['nodejs_compat'] };
  const script = join(folder, 'run-worker.cjs');
  writeFileSync(
    script,
    `const { Miniflare } = require(${JSON.stringify(join(tools, 'node_modules', 'miniflare'))});
const miniflare = new Miniflare({ ...${JSON.stringify(settings)}, bindings: { API_URL: process.env.API_URL } });
miniflare
  .dispatchFetch('http://localhost/')
  .then((answer) => answer.text())
  .then(console.log)
  .finally(() => miniflare.dispose());
`,
  );
  return script;
}
