import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import description from '../../../shared/api/openapi.json';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { writeFile } from '../../support/files/write-file';
import { type LoopbackServer, startLoopbackServer } from '../loopback-server';
import { runRedocly } from './redocly';

/** The page is one file that loads nothing: no script, font, image or request leaves the machine. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'unsafe-inline'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

export interface ReferenceOptions {
  /** Receives the page and what it is made of. */
  readonly directory: string;
  /** Base URL of the API that examples name, without `/v1`. */
  readonly apiUrl: string;
}

/**
 * Makes the reference of the HTTP API by Redocly, about 2 s, and serves it on loopback, also to a web browser.
 *
 * @throws CodedError `local.reference.failed`
 */
export async function startReferencePage(options: ReferenceOptions): Promise<LoopbackServer> {
  const page = await buildPage(options);
  return startLoopbackServer(
    ({ method, url }, response) => {
      if (method !== 'GET' || url !== '/') return response.writeHead(404).end();
      return response.writeHead(200, HEADERS).end(page);
    },
    0,
    undefined,
    ['/'],
  );
}

async function buildPage({ directory, apiUrl }: ReferenceOptions): Promise<Buffer> {
  mkdirSync(directory, { recursive: true });
  const [source, output] = [join(directory, 'openapi.json'), join(directory, 'index.html')];
  const servers = [{ url: `${apiUrl}/v1`, description: 'this machine' }];
  writeFile(source, JSON.stringify({ ...description, servers }));
  const { code, lines } = await runRedocly(['build-docs', source, '--inlineBundle', '--output', output]);
  if (code !== 0) {
    throw new CodedError('local.reference.failed', ['Redocly failed', ...lines].join('\n'), 'fix what it says');
  }
  return readFileSync(output);
}
