// What `npm start` runs: installs the packages where it must, then runs tools/local/main.ts on the Node that Lambda runs.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { ensurePackages, MODULES, ROOT, run } from './packages.mjs';

/** The Node that comes with the packages, where there is one for this platform and it runs; else this one. */
function findNode() {
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [`node-${platform}`, `node-bin-${platform}`].map((name) => join(MODULES, name, 'bin', program));
  return candidates.find((path) => spawnSync(path, ['--version']).status === 0) ?? process.execPath;
}

function runMain() {
  const node = findNode();
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    join(ROOT, 'tools', 'local', 'main.ts'),
    ...process.argv.slice(2),
  ];
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  return run(node, args, { env });
}

process.exitCode = (await ensurePackages()) || (await runMain());
