import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { orAwsFailure } from './aws-failure';

const failing = (properties: object) => Promise.reject(Object.assign(new Error('told by AWS'), properties));

test.each([
  [{ name: 'CredentialsProviderError' }, 'cli.no_credentials'],
  [{ name: 'ExpiredTokenException', $metadata: {} }, 'cli.credentials_refused'],
  [{ name: 'UnrecognizedClientException', $metadata: {} }, 'cli.credentials_refused'],
  [{ name: 'AccessDeniedException', $metadata: {} }, 'cli.not_authorized'],
  [{ name: 'AuthorizationErrorException', $metadata: {} }, 'cli.not_authorized'],
  [{ name: 'ResourceNotFoundException', $metadata: {} }, 'cli.table_not_found'],
  [{ code: 'ECONNREFUSED' }, 'cli.unreachable'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'cli.unreachable'],
  [{ name: 'TimeoutError' }, 'cli.unreachable'],
  [{ name: 'InternalServerError', $metadata: {} }, 'cli.aws_failed'],
])('%j is %s', async (properties, code) => {
  await expect(orAwsFailure(failing(properties), 'reading table t')).rejects.toMatchObject({
    name: 'CodedError',
    code,
    message: expect.stringMatching(/^reading table t failed: .*told by AWS$/),
  });
});

test.each([new TypeError('a bug'), Object.assign(new TypeError('a bug'), { code: 'ERR_INVALID_ARG_TYPE' })])(
  'a fault of our own stays what it is',
  async (error) => {
    await expect(orAwsFailure(Promise.reject(error), 'reading')).rejects.toBe(error);
  },
);

test('a coded error and a result are returned unchanged', async () => {
  const coded = new CodedError('a.b', 'm', 'f');
  await expect(orAwsFailure(Promise.reject(coded), 'reading')).rejects.toBe(coded);
  expect(await orAwsFailure(Promise.resolve(7), 'reading')).toBe(7);
});
