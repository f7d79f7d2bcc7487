import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockEntry, type LockFile, lockFaults } from './lock-faults';

const integrity = `sha512-${'a'.repeat(86)}==`;
const faultsOf = (packages: Record<string, LockEntry>) => lockFaults({ packages: { '': {}, ...packages } });

test('every package of the lock file is bound to its content, and to no registry', () => {
  const lock = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as LockFile;
  expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
  expect(lockFaults(lock)).toEqual([]);
});

test.each<[string, LockEntry]>([
  ['none', {}],
  ['an empty one', { integrity: '' }],
  ['a weak one', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
  ['one that is cut', { integrity: integrity.slice(0, -5) }],
  ['none, and comes in a bundle that nothing has', { inBundle: true }],
])('a package is named whose integrity is %s', (_, entry) => {
  expect(faultsOf({ 'node_modules/a': entry })).toEqual(['node_modules/a has no sha512 integrity']);
});

test.each(['https://registry.npmjs.org/a/-/a-1.0.0.tgz', 'git+ssh://git@github.com/a/a.git', 'file:../a'])(
  'a package is named that comes from an address: %s',
  (resolved) => {
    expect(faultsOf({ 'node_modules/a': { integrity, resolved } })).toEqual([
      `node_modules/a has the address ${resolved}`,
    ]);
  },
);

test('a package in a bundle has the integrity of what bundles it, however far above', () => {
  const bundled = {
    'node_modules/a/node_modules/b': { inBundle: true },
    'node_modules/a/node_modules/b/node_modules/c': { inBundle: true },
  };
  expect(faultsOf({ 'node_modules/a': { integrity }, ...bundled })).toEqual([]);
  expect(faultsOf({ 'node_modules/a': {}, ...bundled })).toHaveLength(3);
});
