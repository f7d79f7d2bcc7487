import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureAt, isBeforeRequest, type Stage } from '../../../http/post/exchange-failure';
import { classOf, type OutcomeClass, type Verdict, verdictOf } from './outcome-classes';
import type { PostFailureKind } from './post-result';

const exchange = { timings: { total: 1 } };
const ofStatus = (status: number) => classOf({ kind: 'response', status, headers: {}, exchange });
const ofFailure = (failure: PostFailureKind, status?: number) =>
  classOf({ kind: 'failure', failure, message: '', exchange, ...(status !== undefined && { status }) });

it.each<[OutcomeClass, Verdict, readonly number[]]>([
  ['success', 'delivered', [200, 201, 202, 204, 206, 299]],
  ['redirect', 'retry', [300, 301, 302, 303, 304, 307, 308, 399]],
  ['gone', 'rejected', [410]],
  ['throttled', 'retry', [429]],
  ['client_error', 'retry', [400, 401, 403, 404, 405, 408, 409, 411, 413, 415, 418, 421, 422, 425, 428, 431, 451, 499]],
  ['unavailable', 'retry', [503]],
  ['server_error', 'retry', [500, 501, 502, 504, 505, 507, 508, 511, 520, 599]],
  ['unknown_status', 'retry', [0, 99, 100, 101, 103, 199, 600, 999, Number.NaN]],
])('a status of class %s means %s', (name, verdict, statuses) => {
  expect(new Set(statuses.map(ofStatus))).toEqual(new Set([name]));
  expect(verdictOf(name)).toBe(verdict);
});

it('every status has a class, and only 2xx is delivered', () => {
  const delivered = Array.from({ length: 1_000 }, (_, status) => status).filter(
    (status) => verdictOf(ofStatus(status)) === 'delivered',
  );
  expect([delivered[0], delivered.at(-1), delivered.length]).toEqual([200, 299, 100]);
});

it.each<[PostFailureKind, Verdict]>([
  ['address', 'rejected'],
  ['dns', 'retry'],
  ['connect', 'retry'],
  ['tls', 'retry'],
  ['timeout', 'retry'],
  ['reset', 'retry'],
  ['protocol', 'retry'],
])('a failure of class %s means %s', (failure, verdict) => {
  expect(verdictOf(ofFailure(failure))).toBe(verdict);
});

it('a status decides, also where the response broke off', () => {
  expect([ofFailure('reset', 200), ofFailure('timeout', 503)]).toEqual(['success', 'unavailable']);
});

it('an unknown class is retried', () => {
  expect(verdictOf('news' as OutcomeClass)).toBe('retry');
});

it.each<[Stage, string, PostFailureKind]>([
  ['dns', 'ENOTFOUND', 'dns'],
  ['dns', 'ESERVFAIL', 'dns'],
  ['dns', 'ETIMEOUT', 'dns'],
  ['connect', 'ECONNREFUSED', 'connect'],
  ['connect', 'ENETUNREACH', 'connect'],
  ['connect', 'EHOSTUNREACH', 'connect'],
  ['connect', 'ETIMEDOUT', 'connect'],
  ['connect', 'EADDRNOTAVAIL', 'connect'],
  ['tls', 'CERT_HAS_EXPIRED', 'tls'],
  ['tls', 'ECONNRESET', 'tls'],
  ['response', 'ECONNRESET', 'reset'],
  ['response', 'EPIPE', 'reset'],
  ['response', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls'],
  ['response', 'HPE_INVALID_CONSTANT', 'protocol'],
  ['response', 'E_NEVER_SEEN', 'reset'],
  ['body', 'HPE_INVALID_CHUNK_SIZE', 'protocol'],
  ['body', '', 'reset'],
])('at stage %s the code %s is a failure of class %s', (stage, code, kind) => {
  expect(failureAt(stage, code)).toBe(kind);
});

it('only what comes before the request can be blamed on its connection', () => {
  expect((['dns', 'connect', 'tls', 'response', 'body'] as const).filter(isBeforeRequest)).toEqual([
    'dns',
    'connect',
    'tls',
  ]);
});

const README = join(__dirname, '../../../../handlers/channels/webhook/README.md');

it('the README says of every class what it means', () => {
  const rows = readFileSync(README, 'utf8').matchAll(/^\| `(\w+)` \|[^|]*\| (\w+)/gm);
  const documented = new Map([...rows].map(([, name, verdict]) => [name, verdict]));
  const kinds = ['address', 'dns', 'connect', 'tls', 'timeout', 'reset', 'protocol'] as const;
  const classes = [...[...Array(1_000).keys()].map(ofStatus), ...kinds];
  expect(documented).toEqual(new Map(classes.map((name) => [name, verdictOf(name)])));
});
