import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ulid } from 'ulid';
import { messageAttributes } from '../../shared/domain/notification/routing';
import { aNotification, aTenant } from '../../shared/testing/factories';
import { type Receiver, startReceiver } from '../../tools/local/demo/receiver';
import { config, state } from '../support/harness';
import { runCarillon } from '../support/run-carillon';
import { scenario } from '../support/scenario';
import { eventually, publishText, takeDeadLetters } from '../support/world';

const directory = mkdtempSync(join(tmpdir(), 'carillon-cli-'));
const { name, endpoint } = state;
const outputs = { ...state.outputs, emulator: { name, endpoint } };
const write = (file: string, content: object): string => {
  writeFileSync(join(directory, file), JSON.stringify(content));
  return join(directory, file);
};
const outputsFile = write('outputs.json', outputs);
afterAll(() => rmSync(directory, { recursive: true }));

/** Timeout of tests that run many commands, each a process, on a slow machine. */
const MINUTES = 300_000;

/** Isolates commands from the environment and credentials of the operator who runs the tests. */
const env = {
  PATH: process.env.PATH,
  HOME: directory,
  NODE_NO_WARNINGS: '1',
  CARILLON_OUTPUTS: outputsFile,
  AWS_EC2_METADATA_DISABLED: 'true',
};

const carillon = (args: readonly string[], input = '') => runCarillon(args, { env, input });

/** Standard output of a successful command; with `--json`, one JSON document. */
async function succeed(args: readonly string[], input = ''): Promise<string> {
  const { exitCode, output, errors } = await carillon(args, input);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  return output;
}
const json = async (args: readonly string[], input = '') => JSON.parse(await succeed([...args, '--json'], input));

const data = { invoiceNumber: 'R-17', amount: '1.00', currency: 'EUR', dueDate: '2026-12-07' };

const anEntry = (channels: string, overrides: object = {}): string =>
  JSON.stringify({ type: 'invoice.issued', channels, data, ...overrides });

scenario('cli', ['functions', 'ses'], () => {
  test('an address that an operator suppresses is listed, and mailed again once it is removed', async () => {
    const [address, tenant] = [`${ulid().toLowerCase()}@example.com`, aTenant()];
    const added = await json(['suppressions', 'add', address.toUpperCase(), '--tenant', tenant]);
    expect(added).toEqual({ address, scope: tenant, reason: 'MANUAL', since: expect.any(String) });
    const list = () => succeed(['suppressions', 'list', '--address', address, '--json']);
    expect(JSON.parse(await list())).toEqual({ kind: 'suppressed', ...added });
    await succeed(['suppressions', 'remove', address, '--tenant', tenant]);
    expect((await list()).trim()).toBe('');
  });

  test("preview attaches files from the stack's bucket", async () => {
    const key = `demo/${ulid()}.txt`;
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: state.outputs.attachments_bucket, Key: key, Body: 'pay' }));
    const args = ['preview', '-', '--outputs', outputsFile, '--out', join(directory, 'preview')];
    const preview = async (attachments: object[]) =>
      json(args, JSON.stringify({ type: 'invoice.issued', data: { ...data, attachments } }));
    expect((await preview([{ key }])).attachments).toEqual([{ key, bytes: 3 }]);
    const missing = { key: `${key}.txt` };
    const notLoaded = `attachments: there is no ${missing.key}`;
    expect((await preview([missing])).attachments).toEqual([{ ...missing, notLoaded }]);
  });

  test('a notification from standard input is published, accepted and delivered', async () => {
    const address = `${ulid().toLowerCase()}@example.com`;
    const tenant = aTenant();
    const entry = anEntry('email', { recipients: address });
    const { id, status } = await json(['publish', '-', '--tenant', tenant], entry);
    expect(status).toBe('published');
    const shown = await succeed(['status', id, '--watch']);
    expect(shown).toContain(`invoice.issued  ${id}  of tenant ${tenant}\n`);
    expect(shown).toMatch(/Z +\+0\.0 s {2}accepted\n/);
    expect(shown).toMatch(new RegExp(`email +${address} +attempt 1 sent in \\d+ ms: `));
    expect(shown).toMatch(new RegExp(`\nnow\n  email +${address} +sent: `));
    expect(shown).not.toContain('R-17');
    expect(await json(['status', id, '--body'])).toMatchObject({
      id,
      tenant,
      type: 'invoice.issued',
      settled: true,
      awaited: [],
      deliveries: [{ channel: 'email', target: address, state: 'sent', attempts: [{ n: 1, outcome: 'sent' }] }],
      text: expect.stringContaining('R-17'),
    });
  });

  test('every line of NDJSON is a notification with a result of its own', async () => {
    const file = join(directory, 'three.ndjson');
    writeFileSync(file, `${anEntry('audit')}\n\n${anEntry('audit')}\n${anEntry('audit')}\n`);
    const lines = (await succeed(['publish', file, '--tenant', aTenant(), '--json'])).trimEnd().split('\n');
    const results = lines.map((line) => JSON.parse(line));
    expect(results.map(({ line, status }) => ({ line, status }))).toEqual(
      [1, 3, 4].map((line) => ({ line, status: 'published' })),
    );
    expect(await json(['status', results[2].id, '--watch'])).toMatchObject({ settled: true, deliveries: [] });
  });

  test('an example of the repository is published as a new notification each time', async () => {
    const args = ['publish', 'examples/order-shipped.json', '--as-new', '--source', '/test'];
    const [first, second] = [await json(args), await json(args)];
    expect(first.id).not.toBe(second.id);
  });

  test('a refusal shows every fault on a line of its own', async () => {
    const notification = aNotification({ channels: 'audit' });
    await publishText(
      JSON.stringify({ ...notification, time: 'yesterday', data: [] }),
      messageAttributes(notification),
    );
    const shown = await succeed(['status', notification.id.toLowerCase(), '--watch']);
    expect(shown).toContain(`${notification.id}  of tenant ${notification.tenant}, refused\n`);
    expect(shown).toMatch(
      /\n +notification\.time\.malformed at '\/time': .*\n +notification\.data\.malformed at '\/data': /,
    );
    expect(shown).toMatch(/\nnow\n {2}audit +rejected: .*dead-letter queue\n$/);
    await takeDeadLetters('audit-dlq', notification.id);
  });

  test('explain needs no stack', async () => {
    const withoutStack = { env: { ...env, CARILLON_OUTPUTS: '/nowhere' }, input: anEntry('webhook') };
    const { output } = await runCarillon(['explain', '-', '--tenant', 'demo', '--json'], withoutStack);
    const { channels } = JSON.parse(output);
    expect(channels.map(({ channel, reached }: { channel: string; reached: boolean }) => [channel, reached])).toEqual([
      ['email', false],
      ['webhook', true],
      ['audit', true],
    ]);
  });

  test.each([
    ['an id that nothing is known of', ['status', ulid()], 'cli.unknown_id'],
    ['an id to replay that nothing is known of', ['replay', ulid()], 'cli.unknown_id'],
    ['an endpoint that is not there', ['endpoints', 'remove', 'ep_x', '--tenant', 'nobody'], 'cli.unknown_endpoint'],
    ['an endpoint that may not be', ['endpoints', 'add', '--tenant', 'x', '--url', 'ftp://x'], 'cli.endpoint_invalid'],
    [
      'a table that is not there',
      ['status', ulid(), '--outputs', write('none.json', { ...outputs, ledger_table: 'none' })],
      'cli.table_not_found',
    ],
    [
      'an emulator that is not running',
      [
        'endpoints',
        'list',
        '--tenant',
        'x',
        '--outputs',
        write('gone.json', { ...outputs, emulator: { endpoint: 'http://127.0.0.1:1' } }),
      ],
      'cli.local_not_running',
    ],
    [
      'a stack on AWS without credentials',
      ['status', ulid(), '--outputs', write('aws.json', state.outputs)],
      'cli.no_credentials',
    ],
  ])('%s is an error with code and fix, and without a stack trace', async (_, args, code) => {
    const { exitCode, output, errors } = await carillon(args);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toMatch(new RegExp(`^error ${code}: .*\n(  .*\n)*fix: .*\n$`));
  });
});

scenario('webhook', ['functions', 'webhook'], () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  test('an endpoint that is added gets what it wants, signed with the secret that was shown, until it is removed', async () => {
    const tenant = aTenant();
    const url = receiver.url('/cli');
    const { id, secret } = await json(['endpoints', 'add', '--tenant', tenant, '--url', url, '--types', 'invoice.*']);
    receiver.trust('/cli', secret);
    expect(await succeed(['endpoints', 'list', '--tenant', tenant])).toMatch(
      new RegExp(
        `^ID +STATE +TYPES +RATE +FORMAT +CONTENT TYPE +URL +CREATED +CIRCUIT +FILTER\n${id} +enabled +invoice\\.\\* +${url} +.*Z *\n$`,
      ),
    );
    const published = await json(['publish', '-', '--tenant', tenant], anEntry('webhook'));
    const [post] = await eventually(
      async () => receiver.posts('/cli'),
      ({ length }) => length > 0,
    );
    expect(post).toMatchObject({ verified: true, headers: { 'webhook-id': published.id } });
    expect(await succeed(['status', published.id, '--watch'])).toMatch(new RegExp(`webhook +${id} +delivered\n$`));
    expect(await succeed(['endpoints', 'remove', id, '--tenant', tenant])).toBe(`removed ${id} of tenant ${tenant}\n`);
    expect(await succeed(['endpoints', 'list', '--tenant', tenant, '--json'])).toBe('');
  });

  test('a secret is rotated without a gap: a receiver that has the old one, and one that has the new, both accept', async () => {
    const tenant = aTenant();
    const add = ['endpoints', 'add', '--tenant', tenant, '--url', receiver.url('/rotated'), '--asymmetric'];
    const { id, secrets: old } = await json(add);
    const { secrets, secret } = await json(['endpoints', 'rotate', id, '--tenant', tenant, '--symmetric']);
    expect(secrets).toEqual([{ createdAt: expect.any(String) }, { ...old[0], expiresAt: expect.stringMatching(/Z$/) }]);
    receiver.trust('/rotated', secret, old[0].publicKey);
    await json(['publish', '-', '--tenant', tenant], anEntry('webhook'));
    const [post] = await eventually(
      async () => receiver.posts('/rotated'),
      ({ length }) => length > 0,
    );
    expect(post).toMatchObject({ verified: true });
    expect(post?.headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
  });

  test(
    'an endpoint is tried before it gets anything, and after it was enabled it gets what is published',
    async () => {
      const tenant = aTenant();
      const on = ['--tenant', tenant];
      const added = [
        'endpoints',
        'add',
        ...on,
        '--url',
        receiver.url('/tried'),
        '--header',
        'x-shop: one',
        '--disabled',
      ];
      const { id, secret } = await json(added);
      receiver.trust('/tried', secret);
      expect(await succeed(['endpoints', 'test', id, ...on])).toMatch(/status +HTTP 204\n +verdict +delivered\n/);
      const { id: early } = await json(['publish', '-', ...on], anEntry('webhook'));
      expect(await succeed(['status', early, '--watch'])).toMatch(
        new RegExp(`webhook +${id} +held: .* disabled since`),
      );
      expect(await succeed(['endpoints', 'enable', id, ...on, '--replay'])).toMatch(
        new RegExp(`${early} +invoice\\.issued +held\n[\\s\\S]*\n1 delivery will be attempted`),
      );
      const { id: wanted } = await json(['publish', '-', ...on], anEntry('webhook'));
      expect(await succeed(['status', wanted, '--watch'])).toMatch(new RegExp(`webhook +${id} +delivered\n$`));
      const posts = receiver.posts('/tried');
      expect(posts.map(({ body, verified, headers }) => [JSON.parse(body).type, verified, headers['x-shop']])).toEqual([
        ['carillon.test', true, 'one'],
        ['invoice.issued', true, 'one'],
        ['invoice.issued', true, 'one'],
      ]);
      // Minutes: a command polls twice, a minute apart.
    },
    MINUTES,
  );

  test(
    'what an endpoint missed while it was disabled is held, and posted to it alone, once, when it is asked for',
    async () => {
      const tenant = aTenant();
      const on = ['--tenant', tenant];
      const add = async (path: string) => {
        const { id, secret } = await json(['endpoints', 'add', ...on, '--url', receiver.url(path)]);
        receiver.trust(path, secret);
        return id as string;
      };
      const [off, other] = [await add('/off'), await add('/other')];
      const publish = async () => (await json(['publish', '-', ...on], anEntry('webhook'))).id as string;
      await succeed(['endpoints', 'disable', off, ...on, '--reason', 'moves']);
      const missed = [await publish(), await publish(), await publish()];
      for (const id of missed) {
        const shown = await succeed(['status', id, '--watch']);
        expect(shown).toMatch(new RegExp(`webhook +${other} +delivered\n`));
        expect(shown).toMatch(new RegExp(`webhook +${off} +held: its endpoint is disabled since .*: moves; `));
      }
      const replay = ['replay', '--endpoint', off, ...on, '--since', '1h'];
      const { exitCode, errors } = await carillon([...replay, '--yes']);
      expect([exitCode, errors]).toEqual([1, expect.stringContaining('cli.endpoint_disabled')]);
      expect(await succeed(['endpoints', 'enable', off, ...on])).toContain('what it missed since');
      expect(await succeed(replay)).toMatch(/held\nnothing was sent; with --yes 3 deliveries will be attempted\n$/);
      const lines = (await succeed([...replay, '--yes', '--json'])).trimEnd().split('\n');
      expect(JSON.parse(lines.at(-1) ?? '')).toEqual({
        endpoint: off,
        replayed: true,
        deliveries: 3,
        failed: 0,
        notLinked: 0,
      });
      const idsTo = (path: string) => receiver.posts(path).map(({ headers }) => headers['webhook-id']);
      await eventually(
        async () => idsTo('/off'),
        ({ length }) => length === 3,
      );
      for (const id of missed) expect(await succeed(['status', id, '--watch'])).not.toMatch(/held/);
      expect(await succeed(replay)).toBe('the endpoint missed nothing\n');
      expect([idsTo('/off').toSorted(), idsTo('/other').toSorted()]).toEqual([missed.toSorted(), missed.toSorted()]);
    },
    MINUTES,
  );
});
