import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROUTES } from '../../../shared/api/contract';
import type { LoopbackServer } from '../loopback-server';
import { CHROMIUM } from '../testing/chromium-headers';
import { startReferencePage } from './reference-page';

jest.setTimeout(60_000);

const API = 'http://127.0.0.1:4566/_aws/execute-api/a1/$default';
const directory = mkdtempSync(join(tmpdir(), 'carillon-reference-'));
let server: LoopbackServer;
beforeAll(async () => {
  server = await startReferencePage({ directory, apiUrl: API });
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const get = (path: string, headers: Readonly<Record<string, string>>, method = 'GET') =>
  new Promise<{ status?: number; policy: string; body: string }>((resolve, reject) => {
    const sent = request(server.origin + path, { method, headers }, async (response) =>
      resolve({
        status: response.statusCode ?? 0,
        policy: String(response.headers['content-security-policy']),
        body: await text(response),
      }),
    );
    sent.on('error', reject).end();
  });

test('a browser shows every route, and the address of the API here', async () => {
  const { status, body } = await get('/', CHROMIUM.typed);
  expect(status).toBe(200);
  expect(Object.values(ROUTES).filter(({ summary }) => !body.includes(summary.replaceAll("'", '&#x27;')))).toEqual([]);
  expect(body).toContain(`${API}/v1`);
});

test('the page loads nothing from elsewhere: no element does, and the policy allows none', async () => {
  const { policy, body } = await get('/', {});
  expect(body.match(/<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?(?:https?:)?\/\/[^>]*>/g)).toBeNull();
  expect(policy.startsWith("default-src 'none';")).toBe(true);
  expect(policy).not.toMatch(/https?:|\*|'self'|connect-src/);
});

test('other sites reach neither the page nor anything else', async () => {
  for (const headers of [CHROMIUM.textFetch, CHROMIUM.image, CHROMIUM.form]) {
    expect((await get('/', headers)).status).toBe(403);
  }
  expect((await get('/other', CHROMIUM.typed)).status).toBe(403);
  expect((await get('/', CHROMIUM.typed, 'POST')).status).toBe(403);
  expect((await get('/other', {})).status).toBe(404);
});
