import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProviderMirror } from './provider-mirror';

const PLATFORM = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
const HOST = 'registry.terraform.io';
const AWS = `${HOST}/hashicorp/aws`;
const UNPACKED = `${AWS}/5.100.0/${PLATFORM}/terraform-provider-aws_v5.100.0_x5`;
const PACKED = `${AWS}/terraform-provider-aws_5.100.0_${PLATFORM}.zip`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mirror-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

function find(version?: string) {
  return findProviderMirror({ roots: ['/no/such/directory', root], ...(version === undefined ? {} : { version }) });
}

test.each([
  ['at a root', UNPACKED, ''],
  ['two levels below a root', `a/b/${UNPACKED}`, 'a/b'],
  ['in the packed layout', `a/${PACKED}`, 'a'],
])('a mirror %s is found', (_, file, path) => {
  put(file);
  const found = { path: join(root, path), provider: AWS };
  expect([find(), find('5.100.0')]).toEqual([found, found]);
});

test("a mirror for OpenTofu is found under OpenTofu's name", () => {
  put(UNPACKED.replace(HOST, 'registry.opentofu.org'));
  expect(find()?.provider).toBe('registry.opentofu.org/hashicorp/aws');
});

test.each([
  ['of another version', UNPACKED, '6.0.0'],
  ['of another version, packed', PACKED, '6.0.0'],
  ['for another platform', UNPACKED.replace(PLATFORM, 'plan9_mips'), undefined],
  [
    'without the AWS provider',
    `${HOST}/hashicorp/random/3.7.2/${PLATFORM}/terraform-provider-random_v3.7.2`,
    undefined,
  ],
  ['too deep', `a/b/c/${UNPACKED}`, undefined],
])('a mirror %s is not found', (_, file, version) => {
  put(file);
  expect(find(version)).toBeUndefined();
});

test('a symbolic link is not followed', () => {
  put(`real/deep/deeper/${UNPACKED}`);
  symlinkSync(join(root, 'real/deep/deeper'), join(root, 'link'));
  expect(find()).toBeUndefined();
});

test('the search ends when its time is over', () => {
  put(UNPACKED);
  expect(findProviderMirror({ roots: [root], timeoutMilliseconds: -1 })).toBeUndefined();
});
