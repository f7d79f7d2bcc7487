#!/usr/bin/env node
// What `npx carillon` runs in a clone: plain JavaScript, which runs main.ts by the clone's own tsx.
// npx puts the clone's node_modules/.bin first on the PATH, and with it the Node that Lambda runs.
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');

/** tsx would take the compiler options of the folder that the command is called in. */
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
