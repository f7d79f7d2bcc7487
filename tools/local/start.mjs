// Entry point of `npm start`: installs missing packages, then runs tools/local/main.ts.
import { join } from 'node:path';
import { ensurePackages, ROOT, runNode } from './packages.mjs';

const runMain = () => {
  const main = join(ROOT, 'tools', 'local', 'main.ts');
  return runNode(['--import', import.meta.resolve('tsx'), main, ...process.argv.slice(2)]);
};

process.exitCode = (await ensurePackages()) || (await runMain());
