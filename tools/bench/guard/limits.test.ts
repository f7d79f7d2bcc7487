import type { Figures } from './figures';
import { excesses, type Limits, limitsFor } from './limits';

describe('limits for figures', () => {
  it('are a twentieth above them, or more for what is coalesced and for sizes, of three digits, and sorted by name', () => {
    const limits = limitsFor({
      'webhook, log bytes': 237.4,
      'webhook-10, calls that write to DynamoDB': 0.1,
      'webhook-1, calls that write to DynamoDB': 2,
      'webhook, calls of SendRawEmail': 1,
      'audit, bytes of zip': 54_321,
    });
    expect(Object.entries(limits)).toEqual([
      ['audit, bytes of zip', 68_000],
      ['webhook, calls of SendRawEmail', 1.05],
      ['webhook, log bytes', 250],
      ['webhook-1, calls that write to DynamoDB', 2.4],
      ['webhook-10, calls that write to DynamoDB', 0.25],
    ]);
  });

  it('stay 0 for what costs nothing', () => {
    expect(limitsFor({ 'audit, read units': 0 })).toEqual({ 'audit, read units': 0 });
  });
});

describe('figures', () => {
  const first = (figures: Figures, limits: Limits) => excesses(figures, limits).split('\n')[0];

  it('pass up to their limits', () => {
    expect(excesses({ calls: 2, bytes: 99 }, { calls: 2, bytes: 100 })).toBe('');
  });

  it('fail above them, with what to do', () => {
    const message = excesses({ calls: 2.01, bytes: 101, zip: 1 }, { calls: 2, bytes: 100, zip: 1 });
    expect(message).toMatch(/^calls: 2.01, the limit is 2\nbytes: 101, the limit is 100\nFigures are for one delivery/);
    expect(message).toMatch(/UPDATE_LIMITS=1 npx jest/);
  });

  it('fail without a limit, such as a call that nothing made before', () => {
    expect(first({ 'calls of KMS.Decrypt': 1 }, {})).toBe('calls of KMS.Decrypt: 1, and there is no limit');
  });

  it('fail where a limit has lost its figure, so that no limit is forgotten', () => {
    const message = 'calls of DynamoDB.UpdateItem: has a limit, but is not measured any more';
    expect(first({}, { 'calls of DynamoDB.UpdateItem': 2 })).toBe(message);
  });
});
