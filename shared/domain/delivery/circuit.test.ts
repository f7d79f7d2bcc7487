import { admission, afterFailure, type Circuit, countFailures, type FailureSeen, MAX_GAP_SECONDS } from './circuit';
import { MAX_WAIT_SECONDS } from './retry-schedule';

const NOW = '2026-11-23T09:30:00.000Z';
const nowMs = Date.parse(NOW);
const at = (seconds: number) => new Date(nowMs + seconds * 1000).toISOString();
const DAY = 86_400;

describe('a circuit', () => {
  it.each([
    ['that there is none of', undefined, { kind: 'pass' }],
    ['that counts and is not open', {}, { kind: 'pass' }],
    ['that is open for another 90 s', { openUntil: at(90) }, { kind: 'wait', seconds: 90 }],
    ['that is open for two hours', { openUntil: at(7_200) }, { kind: 'wait', seconds: 7_200 }],
    ['that a clock wrote that is days ahead', { openUntil: at(2 * DAY) }, { kind: 'probe', openUntil: at(30) }],
    ['that was open until now', { openUntil: NOW }, { kind: 'probe', openUntil: at(30) }],
    ['that was open until yesterday', { openUntil: at(-DAY) }, { kind: 'probe', openUntil: at(30) }],
  ])('%s', (_, circuit, expected) => expect(admission(circuit, nowMs)).toEqual(expected));
});

const circuit = (overrides: Partial<Circuit>): Circuit => ({
  endpoint: 'ep_1',
  failures: 5,
  failingSince: at(-60),
  lastFailureAt: NOW,
  ...overrides,
});

describe('failures', () => {
  const more = { endpoint: 'ep_1', count: 2, at: NOW };
  const afresh = { endpoint: 'ep_1', failures: 2, failingSince: NOW, lastFailureAt: NOW };
  const last = (seconds: number) => circuit({ lastFailureAt: at(seconds), openUntil: at(-9), openings: 1 });

  it.each([
    ['make a circuit where there is none', undefined, afresh],
    ['count together within the longest gap', last(-MAX_GAP_SECONDS), { ...last(0), failures: 7 }],
    ['start afresh after a longer one', last(-MAX_GAP_SECONDS - 1), afresh],
    ['leave the time of the last one where that is later', last(60), { ...last(60), failures: 7 }],
  ])('%s', (_, before, expected) => expect(countFailures(before, more)).toEqual(expected));

  it('of one delivery are one series, for any wait between two attempts', () => {
    expect(MAX_GAP_SECONDS).toBeGreaterThan(MAX_WAIT_SECONDS);
  });
});

const seen = (overrides: Partial<FailureSeen> = {}): FailureSeen => ({
  nowMs,
  isProbe: false,
  run: 1,
  enabledSince: at(-300 * DAY),
  ...overrides,
});
const NOTHING = { kind: 'nothing' };
const opened = (seconds: number, openings: number) => ({ kind: 'open', openUntil: at(seconds), openings });

describe('a failure', () => {
  it.each<[string, Partial<Circuit>, Partial<FailureSeen>, unknown]>([
    ['the fourth', { failures: 4 }, { run: 4 }, NOTHING],
    ['the fifth in a minute', { failures: 5 }, {}, opened(60, 1)],
    ['the fifth within 10 s, of several functions', { failingSince: at(-9) }, { run: 4 }, NOTHING],
    ['the fifth within 10 s, all of one function', { failingSince: at(-1) }, { run: 5 }, opened(60, 1)],
    ['the fifth after 10 s, of several functions', { failingSince: at(-10) }, {}, opened(60, 1)],
    ['one that began before the circuit was opened', { failures: 9, openUntil: at(50), openings: 1 }, {}, NOTHING],
    ['of the probe', { failures: 6, openUntil: at(20), openings: 1 }, { isProbe: true }, opened(300, 2)],
    ['of the second probe', { failures: 7, openUntil: at(20), openings: 2 }, { isProbe: true }, opened(900, 3)],
    ['of the third probe', { failures: 8, openUntil: at(20), openings: 3 }, { isProbe: true }, opened(3_600, 4)],
    ['of the fiftieth probe', { openUntil: at(20), openings: 50 }, { isProbe: true }, opened(3_600, 51)],
  ])('%s', (_, has, sees, expected) => expect(afterFailure(circuit(has), seen(sees))).toEqual(expected));

  it('disables after five days without a success, probe or not', () => {
    const since = at(-5 * DAY);
    const disable = { kind: 'disable', since };
    expect(afterFailure(circuit({ failingSince: since }), seen())).toEqual(disable);
    expect(afterFailure(circuit({ failingSince: since, openUntil: at(9) }), seen({ isProbe: true }))).toEqual(disable);
    expect(afterFailure(circuit({ failingSince: at(-5 * DAY + 1) }), seen())).toEqual(opened(60, 1));
  });

  it('does not disable for fewer than five, for any age of the first', () => {
    expect(afterFailure(circuit({ failingSince: at(-9 * DAY), failures: 4 }), seen())).toEqual(NOTHING);
  });

  it('does not disable for failures from before the endpoint was enabled again', () => {
    const enabled = seen({ enabledSince: at(-60) });
    expect(afterFailure(circuit({ failingSince: at(-9 * DAY) }), enabled)).toEqual(opened(60, 1));
    const longAgo = seen({ enabledSince: at(-5 * DAY) });
    expect(afterFailure(circuit({ failingSince: at(-9 * DAY) }), longAgo)).toEqual({
      kind: 'disable',
      since: at(-5 * DAY),
    });
  });
});
