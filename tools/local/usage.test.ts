import { join } from 'node:path';
import { readSources } from '../support/files/read-sources';
import { CARILLON_PORT } from './processes/port-choice';
import { USAGE } from './usage';

const READ = /\b(?:env|environment)\.([A-Z][A-Z_]+)/g;
const isLocal = (path: string): boolean => path.startsWith('tools/local/') && !path.endsWith('.test.ts');

test('the help names every variable that npm start reads', () => {
  const sources = [...readSources(join(__dirname, '../..'), ['tools'])].filter(([path]) => isLocal(path));
  const read = sources.flatMap(([, text]) => [...text.matchAll(READ)].map(([, name = '']) => name));
  const names = [...new Set([...read, CARILLON_PORT])];
  expect(names).toEqual(expect.arrayContaining(['LOCALSTACK_IMAGE', 'PYTHON', 'TERRAFORM_BINARY_NAME']));
  expect(names.filter((name) => !USAGE.includes(`\n  ${name} `))).toEqual([]);
});
