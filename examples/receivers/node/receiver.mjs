import { createServer } from 'node:http';
import { Processed } from './processed.mjs';
import { createVerifier } from './verify.mjs';

/** Carillon's webhooks have at most 256 KiB. */
const MAX_BODY_BYTES = 1_048_576;
/** Carillon's timeout for a response. */
const REQUEST_TIMEOUT_MS = 15_000;

const verify = createVerifier((process.env.WEBHOOK_KEYS ?? '').split(/\s+/).filter((key) => key !== ''));
const processed = new Processed();

/** Replace this: processes a verified, new webhook. If it throws, Carillon retries. */
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

/** Idempotent: returns 204 for a duplicate too, or Carillon would retry it. */
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

/** Raw bytes of the body: the signature does not match JSON that was parsed and serialized again. */
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
  // Interval at which Node closes connections that exceeded the timeouts.
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
