import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server';
import { CHROMIUM } from './testing/chromium-headers';

const ROOT = join(__dirname, '..', '..');

let server: LoopbackServer;
let reached: string[] = [];
beforeEach(async () => {
  reached = [];
  server = await startLoopbackServer(({ method = '' }, response) => {
    reached.push(method);
    response.end('reached');
  });
});
afterEach(() => server.close());

/** Node answers an upgrade that nobody listens for as any other request. */
const send = (method: string, headers: Readonly<Record<string, string>>) =>
  new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request(server.origin, { method, headers }, async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    );
    sent.on('error', reject).end();
  });

test('a program is served, on loopback', async () => {
  expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await send('POST', {})).toEqual({ status: 200, body: 'reached' });
});

test.each(['GET', 'POST', 'OPTIONS', 'PUT'])(
  'a web page gets 403 and does not reach the server, by %s',
  async (method) => {
    const refused = { status: 403, body: 'refused: this server is not for web browsers\n' };
    for (const headers of Object.values(CHROMIUM)) expect(await send(method, headers)).toEqual(refused);
    expect(reached).toEqual([]);
  },
);

test('a request for another Host gets 403, as does one for another port', async () => {
  const { port } = new URL(server.origin);
  const body = `refused: the Host header must be 127.0.0.1:${port} or localhost:${port}\n`;
  for (const host of [`evil.example:${port}`, 'localhost:1']) {
    expect(await send('GET', { host })).toEqual({ status: 403, body });
  }
  expect(reached).toEqual([]);
});

test('a port that is taken is an error', async () => {
  const { port } = new URL(server.origin);
  await expect(startLoopbackServer(() => undefined, Number(port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('tools and scenarios listen only with this server, except to probe for a free port', () => {
  const files = ['tools', 'integration'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  const sources = files.filter((path) => /\.(?:[cm]?js|ts)$/.test(path) && !path.endsWith('.test.ts'));
  const listening = sources.filter((path) => /\bcreate\w*Server\(/.test(readFileSync(join(ROOT, path), 'utf8')));
  expect(listening.sort()).toEqual(['tools/local/loopback-server.ts', 'tools/local/processes/free-port.ts']);
});
