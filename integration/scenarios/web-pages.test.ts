import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { strToU8, zipSync } from 'fflate';
import { ulid } from 'ulid';
import { sealUnsubscribeToken } from '../../shared/domain/mail/unsubscribe-token';
import { aTenant } from '../../shared/testing/factories';
import { CHROMIUM } from '../../tools/local/testing/chromium-headers';
import { keys, preferences, region, sns, state } from '../support/harness';
import { scenario } from '../support/scenario';

const { host, port } = new URL(state.endpoint);

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Uses `node:http`, because `fetch` adds headers of its own. */
const send = ({ method = 'POST', path, body = '' }: Call, headers: Readonly<Record<string, string>>) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(`${state.endpoint}${path}`, { method, headers: { host, ...headers } }, async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    );
    sent.on('error', reject).end(body);
  });

/** Root's access key in the query, which needs no CORS preflight; the emulator does not verify the signature. */
function signed(service: string): string {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': now,
    'X-Amz-Expires': '3600',
    'X-Amz-Credential': `test/${now.slice(0, 8)}/${region}/${service}/aws4_request`,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
  }).toString();
}

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const code = zipSync({ 'index.js': strToU8('exports.handler = async () => process.pid;') });

/** Requests that run code on the emulator's machine, and those that clean up. */
function attack(name: string) {
  const iam = (Action: string, more: Readonly<Record<string, string>> = {}): Call => ({
    path: `/?${signed('iam')}`,
    body: new URLSearchParams({ Action, Version: '2010-05-08', RoleName: name, ...more }).toString(),
  });
  const configuration = {
    FunctionName: name,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::000000000000:role/${name}`,
    Code: { ZipFile: Buffer.from(code).toString('base64') },
  };
  const functionPath = `/2015-03-31/functions/${name}`;
  return {
    createRole: iam('CreateRole', { AssumeRolePolicyDocument: JSON.stringify(trust) }),
    getRole: iam('GetRole'),
    deleteRole: iam('DeleteRole'),
    createFunction: { path: `/2015-03-31/functions?${signed('lambda')}`, body: JSON.stringify(configuration) },
    getFunction: { method: 'GET', path: `${functionPath}?${signed('lambda')}` },
    deleteFunction: { method: 'DELETE', path: `${functionPath}?${signed('lambda')}` },
    invoke: { path: `${functionPath}/invocations?${signed('lambda')}`, body: '{}' },
  } satisfies Readonly<Record<string, Call>>;
}

const RESET: Call = { path: '/_ministack/reset' };
const CONFIGURE: Call = { path: '/_ministack/config', body: '{"cloudtrail._recording_enabled":"true"}' };
const QUERY = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
const TEXT = { 'content-type': 'text/plain;charset=UTF-8' };

const REFUSED = { status: 403, body: 'refused: this server is not for web browsers\n' };
const OTHER_HOST = { status: 403, body: `refused: the Host header must be 127.0.0.1:${port} or localhost:${port}\n` };

/** The attack left nothing, and the stack is complete. */
async function expectUnchanged({ getRole, getFunction }: ReturnType<typeof attack>): Promise<void> {
  const answers = await Promise.all([send(getRole, QUERY), send(getFunction, {})]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  await sns.send(new GetTopicAttributesCommand({ TopicArn: state.outputs.topic_arn }));
}

scenario('web-pages', ['functions', 'http-api', 'guard'], () => {
  test('control: the same requests run code when a program sends them', async () => {
    const calls = attack(`probe-${ulid()}`);
    expect((await send(calls.createRole, QUERY)).status).toBe(200);
    expect((await send(calls.createFunction, TEXT)).status).toBe(201);
    expect(await send(calls.invoke, TEXT)).toEqual({ status: 200, body: expect.stringMatching(/^\d+$/) });
    expect((await send(calls.deleteFunction, {})).status).toBe(204);
    expect((await send(calls.deleteRole, QUERY)).status).toBe(200);
    await expectUnchanged(calls);
  });

  test('a page of another site creates no role and no function, runs nothing, resets and configures nothing', async () => {
    const calls = attack(`evil-${ulid()}`);
    expect(await send(calls.createRole, CHROMIUM.queryFetch)).toEqual(REFUSED);
    const { path, body } = calls.createRole;
    expect(await send({ method: 'GET', path: `${path}&${body}` }, CHROMIUM.image)).toEqual(REFUSED);
    for (const headers of [CHROMIUM.textFetch, CHROMIUM.form, CHROMIUM.sandboxedForm]) {
      for (const call of [calls.createFunction, calls.invoke, RESET, CONFIGURE]) {
        expect(await send(call, headers)).toEqual(REFUSED);
      }
    }
    await expectUnchanged(calls);
  });

  test('a page that had its name resolved to this machine is refused by it', async () => {
    const calls = attack(`evil-${ulid()}`);
    const rebound = { ...CHROMIUM.typed, host: `evil.example:${port}` };
    expect(await send(calls.createRole, { ...rebound, ...QUERY })).toEqual(OTHER_HOST);
    for (const call of [calls.createFunction, calls.invoke, RESET, CONFIGURE]) {
      expect(await send(call, { ...rebound, ...TEXT })).toEqual(OTHER_HOST);
    }
    await expectUnchanged(calls);
  });

  test('no preflight is granted, and no WebSocket opened', async () => {
    const path = '/2015-03-31/functions';
    expect(await send({ method: 'OPTIONS', path }, CHROMIUM.preflight)).toEqual(REFUSED);
    const api = '/_aws/execute-api/a1b2c3d4/$default';
    expect(await send({ method: 'GET', path: api }, CHROMIUM.webSocket)).toEqual(REFUSED);
  });

  test('a person opens the inbox, and unsubscribes by the button of the page', async () => {
    const [api] = new URL(state.outputs.unsubscribe_url).hostname.split('.');
    const subscription = { tenant: aTenant(), category: 'digest', address: `${ulid().toLowerCase()}@example.com` };
    const token = sealUnsubscribeToken(subscription, await keys.current('unsubscribe'));
    const page = { path: `/_aws/execute-api/${api}/$default/unsubscribe/${token}` };
    const button = { ...page, body: 'List-Unsubscribe=One-Click' };
    expect(await send({ method: 'GET', path: '/_ministack/ses/messages' }, CHROMIUM.typed)).toMatchObject({
      status: 200,
    });
    expect(await send({ ...page, method: 'GET' }, CHROMIUM.typed)).toMatchObject({ status: 200 });
    expect(await send(button, CHROMIUM.sandboxedForm)).toEqual(REFUSED);
    expect(await preferences.objections(subscription.address)).toEqual([]);
    expect(await send(button, CHROMIUM.ownForm)).toMatchObject({ status: 200 });
    expect(await preferences.objections(subscription.address)).toMatchObject([
      { kind: 'unsubscribed', ...subscription },
    ]);
  });
});
