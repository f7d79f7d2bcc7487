import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectAccount } from './connect-account';
import type { StackPlan } from './read-plan';

const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };
const PLAN: StackPlan = {
  resources: [],
  region: 'eu-central-1',
  accountId: '111122223333',
  tags: {},
  moved: new Map(),
  credentials: KEYS,
};

let server: Server;
let identity = { account: '', arn: '' };
const before = process.env.AWS_ENDPOINT_URL;

/** STS as far as the wire goes. */
beforeAll(async () => {
  server = createServer((_, response) => {
    const result = `<Account>${identity.account}</Account><Arn>${identity.arn}</Arn>`;
    const body = `<GetCallerIdentityResponse><GetCallerIdentityResult>${result}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
    response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
  return new Promise((resolve) => server.close(resolve));
});

const connect = () => connectAccount(PLAN, { variables: { AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL } });

describe('connectAccount', () => {
  test("takes the partition from the caller's identity", async () => {
    identity = { account: '111122223333', arn: 'arn:aws-cn:iam::111122223333:user/ada' };
    expect((await connect()).place).toEqual({
      partition: 'aws-cn',
      region: 'eu-central-1',
      accountId: '111122223333',
    });
  });

  test('refuses credentials of another account', async () => {
    identity = { account: '999988887777', arn: 'arn:aws:iam::999988887777:user/ada' };
    await expect(connect()).rejects.toMatchObject({
      code: 'cli.other_account',
      message: 'these credentials are of account 999988887777, and the stack is for account 111122223333',
    });
  });

  test("sends an emulator's keys only to AWS_ENDPOINT_URL", async () => {
    await expect(connectAccount(PLAN, { variables: {} })).rejects.toMatchObject({ code: 'cli.endpoint_missing' });
  });
});
