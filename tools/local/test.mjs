// Entry point of `npm test`: installs missing packages, then runs Jest with the given arguments.
import { join } from 'node:path';
import { ensurePackages, MODULES, runNode } from './packages.mjs';

const runJest = () => runNode([join(MODULES, 'jest', 'bin', 'jest.js'), ...process.argv.slice(2)]);

process.exitCode = (await ensurePackages()) || (await runJest());
