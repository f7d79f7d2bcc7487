import { spawnSync } from 'node:child_process';

/** Prints for each user agent whether the head of the answer was delayed, and what was sent. */
const DRIVER = `
import asyncio, json, sys
import unhurried

async def app(scope, receive, send):
    await send({"type": "http.response.start"})
    await send({"type": "http.response.body"})

async def answer(agent):
    waits, sent = [], []
    async def sleep(seconds):
        waits.append(seconds)
    async def send(message):
        sent.append(message["type"])
    unhurried.asyncio.sleep = sleep
    scope = {"type": "http", "headers": [(b"user-agent", agent.encode())]}
    await unhurried.unhurried(app)(scope, None, send)
    return [len(waits), sent]

json.dump([asyncio.run(answer(agent)) for agent in json.load(sys.stdin)], sys.stdout)
`;

test('only answers to Terraform are delayed, once each', () => {
  const agents = ['APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0', 'aws-sdk-js/3.1169.0'];
  const options = {
    input: JSON.stringify(agents),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, PYTHONPATH: __dirname },
  } as const;
  const { stdout, stderr } = spawnSync(process.env.PYTHON || 'python3', ['-B', '-c', DRIVER], options);
  const sent = ['http.response.start', 'http.response.body'];
  expect([stderr, JSON.parse(stdout)]).toEqual([
    '',
    [
      [1, sent],
      [0, sent],
    ],
  ]);
});
