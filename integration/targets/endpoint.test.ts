import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { detectProduct } from './detect-product';
import { endpointUrl } from './endpoint-url';
import { LOCALSTACK, MINISTACK, PRODUCTS, UNKNOWN } from './products';
import { requireAccount } from './require-account';

let server: Server;
let paths: readonly string[] = [];
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Stands for an emulator: 200 at these paths and 404, as of a bucket that is not there, at all others. */
beforeAll(async () => {
  server = createServer(({ url: path = '' }, response) =>
    response.writeHead(paths.includes(path) ? 200 : 404).end('{}'),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

test.each(PRODUCTS.map((product) => [product.product, product] as const))(
  '%s is detected by its own path',
  async (_, product) => {
    paths = [product.healthPath];
    expect(await detectProduct(url())).toBe(product);
  },
);

test('an emulator that also responds at the path of LocalStack, which it replaces, is not LocalStack', async () => {
  paths = [LOCALSTACK.healthPath, MINISTACK.healthPath];
  expect(await detectProduct(url())).toBe(MINISTACK);
});

test('an endpoint that responds at none of the paths is unknown', async () => {
  paths = [];
  expect(await detectProduct(url())).toBe(UNKNOWN);
});

test('an endpoint where nothing listens is an error with its reason', async () => {
  await expect(detectProduct('http://127.0.0.1:1')).rejects.toMatchObject({
    code: 'integration.endpoint.unreachable',
    message: expect.stringMatching(/^nothing answers at http:\/\/127\.0\.0\.1:1, the AWS_ENDPOINT_URL: .+/),
  });
});

test('an endpoint that is not AWS-compatible is an error with its response', async () => {
  paths = [];
  await expect(requireAccount(url())).rejects.toMatchObject({
    code: 'integration.endpoint.not_aws',
    message: expect.stringContaining(`${url()} does not answer as AWS does: `),
  });
});

test.each(['000000000000', '123456789012'])(
  'the stack is applied to its account alone, and not to %s',
  async (account) => {
    const [start, end] = [
      '<GetCallerIdentityResponse><GetCallerIdentityResult>',
      '</GetCallerIdentityResult></GetCallerIdentityResponse>',
    ];
    const sts = createServer((_, response) => response.end(`${start}<Account>${account}</Account>${end}`));
    await new Promise<void>((resolve) => void sts.listen(0, '127.0.0.1', resolve));
    const asked = requireAccount(`http://127.0.0.1:${(sts.address() as AddressInfo).port}`);
    await (account === '000000000000'
      ? expect(asked).resolves.toBeUndefined()
      : expect(asked).rejects.toMatchObject({ code: 'integration.endpoint.account' }));
    sts.close();
  },
);

test.each([
  [undefined, 'integration.endpoint.missing'],
  ['', 'integration.endpoint.missing'],
  ['127.0.0.1:4566', 'integration.endpoint.malformed'],
  ['http://127.0.0.1:4566/path', 'integration.endpoint.malformed'],
  ['ftp://127.0.0.1', 'integration.endpoint.malformed'],
])('AWS_ENDPOINT_URL %p is refused', (AWS_ENDPOINT_URL, code) => {
  expect(() => endpointUrl({ AWS_ENDPOINT_URL })).toThrow(expect.objectContaining({ code }));
});

test('AWS_ENDPOINT_URL may end in a slash', () => {
  expect(endpointUrl({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/' })).toBe('http://127.0.0.1:4566');
});
