import { join } from 'node:path';
import { readSources } from './read-sources';

/** Files that `npm start`, the set-up of `npm test`, `npm run synth` and `carillon` run. */
const TOOLS = /^(?:main\.ts|integration\/support\/setup\.ts|tools\/(?:build|cli|local|support)\/.*)$/;
const TEST = /\.test(?:-helper)?\.ts$|\/testing\//;
const UNNAMED = /\b(?:writeFileSync|appendFileSync|writeSync|createWriteStream)\b/;

test('every file that the tools write is named in the error of a full disk', () => {
  const tools = [...readSources(join(__dirname, '../../..'), ['main.ts', 'integration', 'tools'])].filter(
    ([path]) => TOOLS.test(path) && !TEST.test(path),
  );
  expect(tools.length).toBeGreaterThan(150);
  const unnamed = tools.filter(([, text]) => UNNAMED.test(text)).map(([path]) => path);
  expect(unnamed).toEqual(['tools/support/files/write-file.ts']);
});
