import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setAside } from './set-aside';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const NOW = new Date('2026-11-23T09:30:00.123Z');

test('existing files are moved into a new folder, and missing ones are ignored', () => {
  mkdirSync(join(directory, 'state'));
  writeFileSync(join(directory, 'state', 'dynamodb.json'), 'tables');
  writeFileSync(join(directory, 'terraform.tfstate'), '{}');
  const paths = ['state', 'terraform.tfstate', 'none'].map((name) => join(directory, name));
  const place = setAside(paths, directory, NOW);
  expect(place).toBe(join(directory, 'set-aside-2026-11-23T09-30-00-123Z'));
  expect(readdirSync(directory)).toEqual(['set-aside-2026-11-23T09-30-00-123Z']);
  expect(readFileSync(join(place ?? '', 'state', 'dynamodb.json'), 'utf8')).toBe('tables');
});

test('without existing files, no folder is made', () => {
  expect([setAside([join(directory, 'state')], directory), readdirSync(directory)]).toEqual([undefined, []]);
});
