import { join } from 'node:path';
import { readSources } from './read-sources';

/** Files that `npm start`, the set-up of `npm test`, `npm run synth` and `carillon` run. */
const TOOLS = /^(?:main\.ts|integration\/support\/setup\.ts|tools\/(?:build|cli|local|support)\/.*)$/;
const TEST = /\.test(?:-helper)?\.ts$|\/testing\//;
const UNNAMED = /\b(?:writeFileSync|appendFileSync|writeSync|createWriteStream)\b/;

test('tools write files only through write-file.ts, so that an error about a full disk names the file', () => {
  const tools = [...readSources(join(__dirname, '../../..'), ['main.ts', 'integration', 'tools'])].filter(
    ([path]) => TOOLS.test(path) && !TEST.test(path),
  );
  expect(tools.length).toBeGreaterThan(150);
  const unnamed = tools.filter(([, text]) => UNNAMED.test(text)).map(([path]) => path);
  expect(unnamed).toEqual(['tools/support/files/write-file.ts']);
});
