import { readFileSync } from 'node:fs';
import { anEnvironment } from './testing/environments';
import { synthesize } from './testing/synthesize';

const UPDATE = `another version of the provider needs other checksums, of every platform that somebody applies from:
cd cdktf.out/stacks/dev && terraform providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_amd64 -platform=darwin_arm64 -platform=windows_amd64 && cp .terraform.lock.hcl ../../..`;

test('the lock file has the checksums of the version that the stack requires', () => {
  const lock = readFileSync('.terraform.lock.hcl', 'utf8');
  const [, version, constraints] =
    /"registry\.terraform\.io\/hashicorp\/aws" \{\n {2}version +=\s"(.*)"\n {2}constraints = "(.*)"/.exec(lock) ?? [];
  const wanted = synthesize(anEnvironment('dev')).plan.json.terraform.required_providers?.aws?.version;
  expect({ version, constraints, help: UPDATE }).toEqual({ version: wanted, constraints: wanted, help: UPDATE });
});

test('the checksums cover the packages of all platforms, and the contents on this one', () => {
  const lock = readFileSync('.terraform.lock.hcl', 'utf8');
  const hashes = [...lock.matchAll(/"(h1|zh):[^"]+"/g)].map(([, kind]) => kind);
  expect(hashes.filter((kind) => kind === 'zh').length).toBeGreaterThanOrEqual(14);
  expect(hashes).toContain('h1');
});
