import { spawnSync } from 'node:child_process';
import { CHROMIUM } from '../testing/chromium-headers';

/** Sends each ASGI scope to an application that answers with an inbox, and prints what comes of it. */
const DRIVER = `
import asyncio, json, sys
from inbox_page import with_inbox_page

given = json.load(sys.stdin)

async def app(scope, receive, send):
    start = {"type": "http.response.start", "status": given["status"], "headers": [(b"content-type", b"application/json")]}
    half = len(given["inbox"]) // 2
    for message in [start, *({"type": "http.response.body", "body": part.encode()} for part in (given["inbox"][:half], given["inbox"][half:]))]:
        await send(message)

async def answer(scope):
    sent = []
    async def send(message):
        sent.append(message)
    headers = [(name.encode(), value.encode()) for name, value in scope["headers"].items()]
    await with_inbox_page(app)({"type": "http", **scope, "headers": headers}, None, send)
    start = sent[0]
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return {"status": start["status"], "headers": headers, "body": b"".join(m.get("body", b"") for m in sent).decode()}

json.dump([asyncio.run(answer(scope)) for scope in given["scopes"]], sys.stdout)
`;

const PYTHON = process.env.PYTHON || 'python3';
const run = (args: readonly string[], input = '') =>
  spawnSync(PYTHON, args, { input, encoding: 'utf8', env: { PATH: process.env.PATH, PYTHONPATH: __dirname } });

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const opened = { method: 'GET', path: '/_ministack/ses/messages', headers: CHROMIUM.typed };

function answersTo(scopes: readonly object[], mails: readonly object[], httpStatus = 200): Answer[] {
  const inbox = JSON.stringify({ messages: { '000000000000': mails } });
  const { status, stdout, stderr } = run(['-B', '-c', DRIVER], JSON.stringify({ scopes, inbox, status: httpStatus }));
  if (status !== 0) throw new Error(`the page ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

const aMail = (overrides: object) => ({
  Source: 'shop@example.com',
  To: ['ada@example.com'],
  Subject: 'First',
  BodyText: 'Hello',
  Timestamp: 1,
  ...overrides,
});

const describeWithPython = run(['--version']).status === 0 ? describe : describe.skip;

describeWithPython('the inbox of MiniStack', () => {
  test('is a page in a browser, the newest mail first, that may load and run nothing', () => {
    const [answer] = answersTo([opened], [aMail({}), aMail({ Subject: 'Second', Timestamp: 2 })]);
    expect(answer?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': `${Buffer.byteLength(answer?.body ?? '')}`,
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; /),
    });
    expect(answer?.body).toMatch(
      /<h1>Mails since the start \(2\)<.*<h2>Second<.*<h2>First<.*1970-01-01 00:00:01 UTC, to ada@/s,
    );
  });

  test('escapes whatever a mail holds', () => {
    const hostile = `<script>alert(1)</script>"'&`;
    const mail = { Source: hostile, To: [hostile], Subject: hostile, BodyText: `</pre>${hostile}` };
    const [answer] = answersTo([opened], [mail]);
    expect(answer?.body).not.toContain('<script');
    expect(answer?.body.split('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;')).toHaveLength(5);
  });

  test('says when there is no mail yet', () => {
    expect(answersTo([opened], [])[0]?.body).toContain('No mail was sent yet.');
  });

  test('is JSON for programs, and no other path and no failure is touched', () => {
    const program = { ...opened, headers: { accept: '*/*' } };
    const json = { status: 200, headers: { 'content-type': 'application/json' }, body: expect.stringMatching(/^{/) };
    expect(answersTo([program, { ...opened, path: '/' }, { ...opened, method: 'POST' }], [])).toEqual([
      json,
      json,
      json,
    ]);
    expect(answersTo([opened], [], 500)).toEqual([{ ...json, status: 500 }]);
  });
});
