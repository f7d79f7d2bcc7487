import { attemptSummary, attemptsKept, hasResponse, withResponses } from './attempt-log';
import type { Attempt } from './claim';

const timings = { firstByte: 9, total: 10 };
const attempt = (n: number, overrides: Partial<Attempt> = {}): Attempt => ({
  n,
  at: '2026-11-23T09:30:00.000Z',
  outcome: 'retry',
  reason: 'HTTP 503',
  durationMs: 10,
  exchange: { status: 503, timings, response: 'try later', truncated: true },
  ...overrides,
});

it('a summary has everything but the response', () => {
  expect(attemptSummary(attempt(1))).toEqual(attempt(1, { exchange: { status: 503, timings, truncated: true } }));
});

it('an attempt without a response is its own summary', () => {
  const { exchange: _, ...bare } = attempt(1);
  const silent = attempt(1, { exchange: { timings } });
  expect([bare, silent].map(attemptSummary)).toEqual([bare, silent]);
  expect([bare, silent, attempt(1)].map(hasResponse)).toEqual([false, false, true]);
});

it('a response is joined to its attempt, and to no other with the same number', () => {
  const all = [attempt(1), attempt(2), attempt(1, { at: '2026-11-24T09:30:00.000Z' })];
  const summaries = all.map(attemptSummary);
  expect(withResponses(summaries, all.slice(1))).toEqual([summaries[0], all[1], all[2]]);
  expect(withResponses(summaries, [])).toEqual(summaries);
});

it('sixty attempts are kept through a redrive, and the last forty of more', () => {
  const attempts = (count: number) => Array.from({ length: count }, (_, index) => attempt(index + 1));
  expect(attemptsKept(attempts(60))).toEqual(attempts(60));
  expect(attemptsKept(attempts(61))).toEqual(attempts(61).slice(21));
});
