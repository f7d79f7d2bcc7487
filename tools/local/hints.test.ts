import { validators } from '../../shared/catalogue/validators.generated';
import { formatHints, type Shown } from './hints';

const ID = '01M83VVAE0DXK8DR745633EZ6J';
const shown = (name: Shown['emulator']['name'], unknown_types = 'refuse'): Shown => ({
  emulator: { name, endpoint: 'http://127.0.0.1:4788' },
  outputs: { region: 'us-east-1', topic_arn: 'arn:aws:sns:us-east-1:000000000000:topic', unknown_types },
});
/** The lines that are to be copied. */
const commands = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());

const SHELL = [
  'export AWS_ENDPOINT_URL=http://127.0.0.1:4788 AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1',
  'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
  'export TOPIC_ARN=arn:aws:sns:us-east-1:000000000000:topic',
];
const CLI = [
  `npx carillon status ${ID}`,
  'npx carillon publish --as-new examples/order-shipped.json',
  'npx carillon endpoints list --tenant demo',
];

test('every line that is printed can be copied: with a real id, the port that was taken and the address of the mails', () => {
  expect(commands(formatHints(shown('ministack'), ID))).toEqual([
    ...CLI,
    'http://127.0.0.1:4788/_ministack/ses/messages',
    'npx carillon preview examples/order-shipped.json --open',
    ...SHELL,
  ]);
});

test('no inbox address is printed for an emulator without that page', () => {
  expect(commands(formatHints(shown('localstack'), ID))).toEqual([...CLI, ...SHELL]);
});

test.each([
  ['allow', true],
  ['refuse', false],
])('that unknown types are taken is told where they are: %s', (unknownTypes, told) => {
  expect(formatHints(shown('ministack', unknownTypes), ID).includes('warning: types')).toBe(told);
});

test('the API is called as printed: the URL and the body are quoted for a shell', () => {
  const api = { apiUrl: 'http://127.0.0.1:4788/_aws/execute-api/a1/$default', referenceUrl: 'http://127.0.0.1:4000/' };
  const text = formatHints({ ...shown('ministack'), ...api }, ID);
  const curl = commands(text).find((line) => line.startsWith('curl')) ?? '';
  const words = [...curl.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  expect(words.slice(0, 6)).toEqual([
    'curl',
    '--aws-sigv4',
    'aws:amz:us-east-1:execute-api',
    '--user',
    'test:test',
    `${api.apiUrl}/v1/notifications`,
  ]);
  expect(words[6]).toBe('--json');
  expect(isNotification(JSON.parse(words[7] ?? ''))).toBe(true);
  expect(text).toContain(api.referenceUrl);
});

const isNotification = ({ type, data }: { readonly type: string; readonly data: unknown }): boolean =>
  validators.get(type)?.isValid(data) ?? false;
