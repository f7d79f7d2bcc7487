import { join } from 'node:path';
import { thrownCodes } from '../../../../tools/checks/errors-doc/thrown-codes';
import { readSources } from '../../../../tools/support/files/read-sources';
import { STATUSES, statusOf } from './status-of';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** Codes that a route does not end with, or that are faults of ours, and why. */
const WITHOUT_STATUS: Readonly<Record<string, string>> = {
  'api.internal': 'the stack has a route that the function does not know',
  'audit.digest.no_key': 'the directory lost a key',
  'cli.category_without_tenant': 'every route about addresses has a tenant',
  'cli.input_empty': 'lines-of.ts makes api.request_invalid of it',
  'cli.malformed_json': 'lines-of.ts makes api.request_invalid of it',
  'environment.missing': 'thrown before the first request',
  'webhook.secret.invalid': 'a given secret is refused as cli.endpoint_invalid; a stored one was checked',
  'webhook.signature.invalid': 'the test event has a valid id, and the endpoint a secret',
};
/** Codes of `sns-error.ts`, by a table that static analysis does not follow. */
const OF_SNS = ['producer.throttled', 'producer.unreachable'];

const codes = new Set([
  ...thrownCodes(readSources(ROOT, ['handlers', 'shared']), 'handlers/functions/api/wire.ts').keys(),
  ...OF_SNS,
]);

test('every code that a route can end with has a status, or a reason why it has none', () => {
  const named = [...codes].filter((code) => code.includes('.'));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((code) => statusOf({ code }) === undefined && !(code in WITHOUT_STATUS))).toEqual([]);
});

test('every status and every reason is of a code that can be thrown', () => {
  expect([...Object.keys(STATUSES), ...Object.keys(WITHOUT_STATUS)].filter((code) => !codes.has(code))).toEqual([]);
});

test('no code has both a status and a reason', () => {
  expect(Object.keys(WITHOUT_STATUS).filter((code) => code in STATUSES)).toEqual([]);
});

test.each([['toString'], ['__proto__'], ['constructor'], ['no.such_code']])(
  'the code %s is a fault of ours',
  (code) => {
    expect(statusOf({ code })).toBeUndefined();
  },
);
