#!/usr/bin/env node
// Entry point of `npx carillon` in a clone: plain JavaScript that runs main.ts with the clone's own tsx.
// npx puts the clone's node_modules/.bin first on the PATH, and with it the Node that Lambda runs.
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/** By default tsx takes the compiler options of the caller's folder. */
process.env.TSX_TSCONFIG_PATH ??= join(ROOT, 'tsconfig.json');

function registerTypeScript() {
  try {
    require('tsx/cjs/api').register();
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.error(`error cli.not_installed: the packages of ${ROOT} are not installed\nfix: npm ci`);
    process.exit(1);
  }
}

registerTypeScript();
require('./main.ts');
