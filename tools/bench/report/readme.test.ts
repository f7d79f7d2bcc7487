import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const page = readFileSync(join(ROOT, 'docs', 'benchmarks.md'), 'utf8');

test('every figure of the README on speed is on the page of benchmarks', () => {
  const [, section = ''] = /^## How fast it is\n(.*?)^## /ms.exec(readme) ?? [];
  const figures = section.match(/\d+(?:[.,]\d+)+/g) ?? [];
  expect(figures.length).toBeGreaterThan(8);
  expect(figures.filter((figure) => !page.includes(figure))).toEqual([]);
});
