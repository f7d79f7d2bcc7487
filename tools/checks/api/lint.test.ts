import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runRedocly } from '../../local/api/redocly';
import { DOCUMENTS } from './documents';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'carillon-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lint = async (path: string) => {
  const { code, lines } = await runRedocly(['lint', path]);
  return { code, text: lines.join('\n') };
};

test.each(DOCUMENTS)('%s has neither errors nor warnings', async (path) => {
  const { code, text } = await lint(path);
  expect([code, text]).toEqual([0, expect.stringContaining('Your API description is valid')]);
  expect(text).not.toContain('warning');
});

test('what the rules forbid fails, with the place', async () => {
  const document = JSON.parse(readFileSync('shared/api/openapi.json', 'utf8'));
  document.paths['/types'].get.operationId = 'listEndpoints';
  const path = join(folder, 'openapi.json');
  writeFileSync(path, JSON.stringify(document, null, 2));
  const { code, text } = await lint(path);
  expect([code, text]).toEqual([1, expect.stringContaining('operation-operationId-unique')]);
});
