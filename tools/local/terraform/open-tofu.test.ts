import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { fetchOpenTofu, openTofuPath } from './open-tofu';

const zip = zipSync({ tofu: strToU8('#!/bin/sh\n'), LICENSE: strToU8('MPL'), 'README.md': strToU8('') });
const checksums = { linux_amd64: createHash('sha256').update(zip).digest('hex') };

let directory = '';
let server: Server;
let asked: string[];
let answer: RequestListener;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tools-'));
  asked = [];
  answer = (_, response) => response.end(zip);
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

function fetchIt(change: object = {}) {
  const said: string[] = [];
  const releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = {
    directory,
    releases,
    checksums,
    platform: 'linux_amd64',
    report: (line: string) => said.push(line),
  };
  return { said, fetched: fetchOpenTofu({ ...options, ...change }) };
}

test("the platform's release is fetched, verified and unpacked with its licence, and reported with its size", async () => {
  const { said, fetched } = fetchIt();
  const program = await fetched;
  expect([program, readFileSync(program, 'utf8')]).toEqual([openTofuPath(directory), '#!/bin/sh\n']);
  expect(statSync(program).mode & 0o111).toBe(0o111);
  expect(readdirSync(directory)).toEqual(['opentofu-1.12.6']);
  expect(readdirSync(join(directory, 'opentofu-1.12.6'))).toEqual(['LICENSE', 'tofu']);
  expect(asked).toEqual(['/v1.12.6/tofu_1.12.6_linux_amd64.zip']);
  expect(said).toEqual([
    expect.stringMatching(/^fetching OpenTofu 1\.12\.6 \(about 35 MB, licence MPL-2\.0\) from http:/),
    `OpenTofu 1.12.6 is in ${program}; its checksum is that of the release`,
  ]);
});

test('an existing release is not fetched again', async () => {
  await fetchIt().fetched;
  await fetchIt().fetched;
  expect(asked).toHaveLength(1);
});

test.each<[string, string, RequestListener]>([
  ['is another file', 'local.opentofu.checksum', (_, response) => response.end('no zip')],
  ['is not there', 'local.opentofu.unreachable', (_, response) => void response.writeHead(404).end()],
  [
    'breaks off',
    'local.opentofu.unreachable',
    (_, response) => response.writeHead(200).write(zip.slice(0, 9), () => response.destroy()),
  ],
])('a release that %s leaves nothing behind', async (_, code, listener) => {
  answer = listener;
  await expect(fetchIt().fetched).rejects.toMatchObject({ code });
  expect(readdirSync(directory)).toEqual([]);
});

test('a missing network and a missing release are reported', async () => {
  const releases = 'http://127.0.0.1:1';
  await expect(fetchIt({ releases }).fetched).rejects.toMatchObject({ code: 'local.opentofu.unreachable' });
  await expect(fetchIt({ platform: 'sunos_sparc' }).fetched).rejects.toMatchObject({
    code: 'local.opentofu.no_release',
  });
  expect(asked).toEqual([]);
});
