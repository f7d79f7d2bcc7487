// What `npm test` runs: installs the packages where it must, then runs Jest with the arguments that it was given.
import { join } from 'node:path';
import { ensurePackages, MODULES, runNode } from './packages.mjs';

const runJest = () => runNode([join(MODULES, 'jest', 'bin', 'jest.js'), ...process.argv.slice(2)]);

process.exitCode = (await ensurePackages()) || (await runJest());
