import { createServer } from 'node:http';
import { Processed } from './processed.mjs';
import { createVerifier } from './verify.mjs';

/** Carillon's webhooks have at most 256 KiB. */
const MAX_BODY_BYTES = 1_048_576;
/** Carillon waits as long for the answer. */
const REQUEST_TIMEOUT_MS = 15_000;

const verify = createVerifier((process.env.WEBHOOK_KEYS ?? '').split(/\s+/).filter((key) => key !== ''));
const processed = new Processed();

/** Replace this: what happens with a webhook that is genuine and new. What it throws makes Carillon try again. */
async function handle(event) {
  console.log(JSON.stringify({ received: event.id, type: event.type }));
}

async function receive(request) {
  if (request.method !== 'POST') return 405;
  const body = await readBody(request);
  if (body === undefined) return 413;
  const problem = verify(request.headers, body);
  if (problem !== undefined) {
    console.error(`refused: ${problem}`);
    return 401;
  }
  return once(request.headers['webhook-id'], () => handle(JSON.parse(body.toString('utf8'))));
}

/** 204 to what was processed before too, or it would come again and again. */
async function once(id, work) {
  const state = processed.begin(id);
  if (state !== 'new') return state === 'done' ? 204 : 409;
  try {
    await work();
    processed.end(id, true);
    return 204;
  } catch (error) {
    processed.end(id, false);
    throw error;
  }
}

/** The bytes as they came: a body that is parsed and written anew has another signature. */
async function readBody(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const limits = {
  headersTimeout: REQUEST_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  // How often it looks for those that took longer.
  connectionsCheckingInterval: 1_000,
};
const server = createServer(limits, (request, response) => {
  receive(request)
    .catch((error) => {
      console.error(error);
      return 500;
    })
    .then((status) => response.writeHead(status, status === 409 ? { 'retry-after': '5' } : {}).end());
});
server.listen(Number(process.env.PORT ?? 9000), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address();
  console.log(JSON.stringify({ listening: `http://${address}:${port}` }));
});
