import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (response: ServerResponse) => void;

export interface SeenRequest {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * An AWS service on loopback for the tests of a file, named by the environment of a Lambda function. It gives the answers of
 * `script` in order, then `otherwise`.
 */
export function scriptedService(otherwise: Answer) {
  const seen: SeenRequest[] = [];
  let answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, text: Buffer.concat(await request.toArray()).toString() });
    (answers.shift() ?? otherwise)(response);
  });
  beforeAll(async () => {
    await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen.length = 0;
    answers = [];
  });
  const script = (...next: readonly Answer[]) => {
    answers = [...next];
  };
  return { seen, script };
}
