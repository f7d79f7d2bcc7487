import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_LINES = 15;

const entries = ['channels', 'functions'].flatMap((kind) =>
  readdirSync(join(__dirname, kind)).map((name) => join(kind, name, 'index.ts')),
);

describe('the entry of each channel and function', () => {
  it.each(entries)(
    '%s has imports and one expression, in 15 lines; `wire.ts` beside it builds the function',
    (entry) => {
      const lines = readFileSync(join(__dirname, entry), 'utf8').trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
      const statements = lines.filter((line) => /^\S/.test(line) && !/^(?:import |\}|\/[/*]|\s*\*)/.test(line));
      expect(statements).toEqual([expect.stringMatching(/^export const handler = /)]);
      expect(lines.join('\n')).toContain("from './wire'");
    },
  );
});
