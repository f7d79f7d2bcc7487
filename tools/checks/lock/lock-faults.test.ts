import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowScripts } from '../../../package.json';
import { type LockEntry, type LockFile, lockFaults, scriptFaults } from './lock-faults';

const integrity = `sha512-${'a'.repeat(86)}==`;
const faultsOf = (packages: Record<string, LockEntry>) => lockFaults({ packages: { '': {}, ...packages } });

const lock = JSON.parse(readFileSync(join(__dirname, '../../../package-lock.json'), 'utf8')) as LockFile;

test('every package of the lock file has an integrity hash, and no registry', () => {
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

test('a bundled package is covered by the integrity of the package that bundles it, at any depth', () => {
  const bundled = {
    'node_modules/a/node_modules/b': { inBundle: true },
    'node_modules/a/node_modules/b/node_modules/c': { inBundle: true },
  };
  expect(faultsOf({ 'node_modules/a': { integrity }, ...bundled })).toEqual([]);
  expect(faultsOf({ 'node_modules/a': {}, ...bundled })).toHaveLength(3);
});

test('no package runs an install script, and npm has none to warn about', () => {
  expect(scriptFaults(lock, allowScripts)).toEqual([]);
});

test.each<[string, Record<string, boolean>, string[]]>([
  ['is denied', { '@a/b': false }, []],
  ['is not judged', {}, ['@a/b is not denied its install script']],
  ['is allowed', { '@a/b': true }, ['@a/b is not denied its install script']],
  ['is denied beside one that is gone', { '@a/b': false, c: false }, ['c has no install script']],
])('of a package with an install script that %s, what is wrong is named', (_, allowed, faults) => {
  const packages = { 'node_modules/x/node_modules/@a/b': { hasInstallScript: true } };
  expect(scriptFaults({ packages: { ...packages, 'node_modules/c': {} } }, allowed)).toEqual(faults);
});
