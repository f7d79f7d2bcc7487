import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { sealUnsubscribeToken, UNSUBSCRIBE_PATH } from '../../../shared/domain/mail/unsubscribe-token';
import { memoryDataKeys } from '../../../shared/memory/memory-data-keys';
import { memoryMailPreferences } from '../../../shared/memory/memory-mail-preferences';
import { recordingLogger } from '../../../shared/testing/recording-logger';
import { TestClock } from '../../../shared/testing/test-clock';
import manifest from './function';
import { createUnsubscribeHandler } from './unsubscribe-handler';

const subscription = { tenant: 'acme', category: 'digest', address: 'ann@example.com' };
const NAMES: Readonly<Record<string, Record<string, string>>> = {
  digest: { en: 'weekly digests', de: 'Wochenberichte' },
  odd: { en: '<script>"tips" & more</script>' },
};

async function start() {
  const keys = memoryDataKeys();
  const key = await keys.current('unsubscribe');
  const preferences = memoryMailPreferences();
  const log = recordingLogger();
  const clock = new TestClock('2026-11-23T10:00:00.000Z');
  const namesOf = (category: string) => NAMES[category];
  const handler = createUnsubscribeHandler({ keys, unsubscriptions: preferences, clock, log, namesOf });
  const tokenOf = (change: Partial<typeof subscription> = {}) =>
    sealUnsubscribeToken({ ...subscription, ...change }, key);
  return { handler, tokenOf, lines: log.lines, recorded: () => preferences.objections('ann@example.com'), preferences };
}

const request = (method: string, token: string, rest: Partial<APIGatewayProxyEventV2> = {}) =>
  ({
    version: '2.0',
    rawPath: `/unsubscribe/${token}`,
    headers: {},
    pathParameters: { token },
    ...rest,
    requestContext: { http: { method } },
  }) as unknown as APIGatewayProxyEventV2;

const german = { headers: { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' } };
const headingOf = (html = '') => /<h1>(.*)<\/h1>/.exec(html)?.[1];

describe('a GET', () => {
  it('asks, in the reader’s language, and changes nothing', async () => {
    const { handler, tokenOf, recorded, lines } = await start();
    const english = await handler(request('GET', tokenOf()));
    const inGerman = await handler(request('GET', tokenOf(), german));
    expect([english.statusCode, headingOf(english.body)]).toEqual([200, 'Unsubscribe from weekly digests?']);
    expect([inGerman.statusCode, headingOf(inGerman.body)]).toEqual([200, 'Wochenberichte abbestellen?']);
    expect(await recorded()).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('shows one button, which posts what RFC 8058 posts to the page’s own address', async () => {
    const { handler, tokenOf } = await start();
    const { body = '' } = await handler(request('GET', tokenOf()));
    expect(body.match(/<form.*<\/form>/gs)).toEqual([
      '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Unsubscribe</button></form>',
    ]);
  });

  it('loads nothing from elsewhere, runs no script, and shows nothing of who reads it', async () => {
    const { handler, tokenOf } = await start();
    for (const method of ['GET', 'POST']) {
      const { body = '' } = await handler(request(method, tokenOf()));
      expect(body).not.toMatch(/https?:|\/\/|src=|href=|<script|<link|@import|url\(/i);
      expect(body).not.toContain('ann');
      expect(body).not.toContain(tokenOf());
    }
  });

  it('has a title and a language, for screen readers too', async () => {
    const { handler, tokenOf } = await start();
    const { body = '' } = await handler(request('GET', tokenOf(), german));
    expect(body).toMatch(/^<!doctype html>\n<html lang="de">/);
    for (const part of ['<title>Wochenberichte abbestellen?</title>', '<main>', '</main>'])
      expect(body).toContain(part);
  });

  it("escapes the category's name", async () => {
    const { handler, tokenOf } = await start();
    const { body } = await handler(request('GET', tokenOf({ category: 'odd' })));
    expect(headingOf(body)).toBe('Unsubscribe from &lt;script&gt;&quot;tips&quot; &amp; more&lt;/script&gt;?');
  });

  it('names a category that is listed no longer, or not in this language', async () => {
    const { handler, tokenOf } = await start();
    const gone = await handler(request('GET', tokenOf({ category: 'gone' })));
    const untranslated = await handler(request('GET', tokenOf({ category: 'odd' }), german));
    expect([headingOf(gone.body), headingOf(untranslated.body)?.slice(-13)]).toEqual([
      'Unsubscribe from gone?',
      ' abbestellen?',
    ]);
  });
});

describe('a POST', () => {
  const done = { kind: 'unsubscribed', ...subscription, since: '2026-11-23T10:00:00.000Z' };

  it.each<[string, Partial<APIGatewayProxyEventV2>]>([
    ['of a mail client', { body: 'List-Unsubscribe=One-Click' }],
    ['of a mail client that sends a form of parts', { body: 'LS0=', isBase64Encoded: true }],
    ['of the page’s button', { body: 'List-Unsubscribe=One-Click', ...german }],
    ['without a body', {}],
  ])('%s unsubscribes', async (_what, rest) => {
    const { handler, tokenOf, recorded } = await start();
    const { statusCode } = await handler(request('POST', tokenOf(), rest));
    expect(statusCode).toBe(200);
    expect(await recorded()).toEqual([done]);
  });

  it('says so', async () => {
    const { handler, tokenOf } = await start();
    const english = await handler(request('POST', tokenOf()));
    const inGerman = await handler(request('POST', tokenOf(), german));
    expect([headingOf(english.body), headingOf(inGerman.body)]).toEqual([
      'You are unsubscribed from weekly digests',
      'Wochenberichte sind abbestellt',
    ]);
    expect(english.body).not.toContain('<form');
  });

  it('is idempotent', async () => {
    const { handler, tokenOf, recorded } = await start();
    const answers = [await handler(request('POST', tokenOf())), await handler(request('POST', tokenOf()))];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await recorded()).toEqual([done]);
  });

  it('ends one category of one tenant, and nothing else', async () => {
    const { handler, tokenOf, preferences } = await start();
    await handler(request('POST', tokenOf()));
    const kinds = await Promise.all(
      [['acme', 'digest'] as const, ['acme', 'transactional'] as const, ['other', 'digest'] as const].map(
        async ([tenant, category]) => (await preferences.objection('ann@example.com', tenant, category))?.kind,
      ),
    );
    expect(kinds).toEqual(['unsubscribed', undefined, undefined]);
  });

  it('is logged without the address and without the token', async () => {
    const { handler, tokenOf, lines } = await start();
    await handler(request('POST', tokenOf()));
    const target = createHash('sha256').update('ann@example.com').digest('hex').slice(0, 12);
    expect(lines).toEqual([
      { level: 'info', event: 'unsubscribed', fields: { tenant: 'acme', category: 'digest', target } },
    ]);
  });

  it('that cannot be recorded throws', async () => {
    const { handler, tokenOf } = await start();
    const refusing = createUnsubscribeHandler({
      clock: new TestClock(),
      log: recordingLogger(),
      namesOf: () => undefined,
      keys: { byId: async () => Promise.reject(new Error('KMS is not there')) },
      unsubscriptions: memoryMailPreferences(),
    });
    await expect(refusing(request('POST', tokenOf()))).rejects.toThrow('KMS is not there');
    await expect(handler(request('POST', tokenOf()))).resolves.toMatchObject({ statusCode: 200 });
  });
});

describe('a link that is not ours', () => {
  it.each<[string, (token: string) => string]>([
    ['nothing', () => ''],
    ['a word', () => 'hello'],
    ['a token that was cut off', (token) => token.slice(0, -1)],
    [
      'a token with a letter changed',
      (token) => `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`,
    ],
    ['a token of another version', (token) => `B${token.slice(1)}`],
    ['a token sealed with another key', () => sealUnsubscribeToken(subscription, { id: '1', key: new Uint8Array(32) })],
    [
      'a token sealed with a key that never was',
      () => sealUnsubscribeToken(subscription, { id: '2', key: new Uint8Array(32) }),
    ],
    ['a very long one', () => 'A'.repeat(100_000)],
  ])('%s is answered 400, in the reader’s language, without a detail', async (_what, change) => {
    const { handler, tokenOf, recorded, lines } = await start();
    for (const method of ['GET', 'POST']) {
      const { statusCode, body } = await handler(request(method, change(tokenOf()), german));
      expect([statusCode, headingOf(body)]).toEqual([400, 'Dieser Link ist nicht gültig']);
    }
    expect(await recorded()).toEqual([]);
    expect(lines).toEqual(
      ['GET', 'POST'].map((method) => ({ level: 'info', event: 'unsubscribe_refused', fields: { method } })),
    );
  });

  it('is refused whatever it is', async () => {
    const { handler } = await start();
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom('GET', 'POST', 'HEAD'), async (token, method) => {
        expect((await handler(request(method, token))).statusCode).toBe(400);
      }),
    );
  });

  it('and no token at all', async () => {
    const { handler } = await start();
    const event = request('POST', '', { pathParameters: undefined as never });
    expect((await handler(event)).statusCode).toBe(400);
  });
});

describe('every answer', () => {
  it('must not be cached or framed, and may only post to itself', async () => {
    const { handler, tokenOf } = await start();
    const { headers, body = '' } = await handler(request('GET', tokenOf()));
    const style = createHash('sha256')
      .update(/<style>(.*)<\/style>/s.exec(body)?.[1] ?? '')
      .digest('base64');
    expect(headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'en',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'browsing-topics=()',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      vary: 'accept-language',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex, nofollow',
    });
  });
});

test('the routes are where links lead', () => {
  const { trigger } = manifest;
  expect(trigger.routes.map(({ route }) => route)).toEqual(
    ['GET', 'POST'].map((method) => `${method} ${UNSUBSCRIBE_PATH}/{token}`),
  );
});
