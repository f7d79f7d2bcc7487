import { earlierFiltersOf, passedAtAcceptance, passesRecorded } from './filter-history';

const at = (time: string) => `2026-11-20T${time}.000Z`;
const over = (amount: number) => JSON.stringify({ data: { amount: [{ numeric: ['>', amount] }] } });
const accepted = (amount: number, time: string) => ({
  text: JSON.stringify({ type: 'order.shipped', data: { amount } }),
  acceptedAt: at(time),
});

describe('a recorded notification was passed', () => {
  const endpoint = {
    filter: over(100),
    earlierFilters: [{ until: at('09:00:00') }, { filter: over(200), until: at('10:00:00') }],
  };

  it.each([
    ['the present filter and no earlier one, while there was none', 150, '08:59:59', true],
    ['the present filter, and not the one at its acceptance', 150, '09:00:00', false],
    ['both', 250, '09:59:59', true],
    ['the present filter, which it had', 150, '10:00:00', true],
    ['not the present filter', 50, '08:00:00', false],
  ])('by %s', (_, amount, time, expected) => {
    expect(passedAtAcceptance(endpoint, accepted(amount, time))).toBe(expected);
  });

  it('by the earlier filter alone, once the endpoint has none', () => {
    const without = { earlierFilters: [{ filter: over(100), until: at('09:00:00') }] };
    const passed = ['08:00:00', '09:00:00'].map((time) => passedAtAcceptance(without, accepted(50, time)));
    expect(passed).toEqual([false, true]);
  });

  it('where its text cannot be read, so that the reader of the record reports it', () => {
    expect(['', 'null', '[]'].map((text) => passesRecorded(over(1), { text }))).toEqual([true, true, true]);
  });
});

describe('earlier filters', () => {
  const from = at('00:00:00');

  it('have when each was replaced, oldest first, also that there was none', () => {
    const first = earlierFiltersOf({}, at('09:00:00'), from);
    expect(first).toEqual([{ until: at('09:00:00') }]);
    expect(earlierFiltersOf({ filter: over(1), earlierFilters: first ?? [] }, at('10:00:00'), from)).toEqual([
      { until: at('09:00:00') },
      { filter: over(1), until: at('10:00:00') },
    ]);
  });

  it('are at most three, and none from before anything could have been missed', () => {
    const earlierFilters = ['01', '02', '03'].map((hour) => ({
      filter: over(Number(hour)),
      until: at(`${hour}:00:00`),
    }));
    const kept = earlierFiltersOf({ filter: over(4), earlierFilters }, at('04:00:00'), from);
    expect(kept?.map(({ until }) => until)).toEqual(['02', '03', '04'].map((hour) => at(`${hour}:00:00`)));
    expect(earlierFiltersOf({ earlierFilters }, at('04:00:00'), at('03:00:00'))).toEqual([{ until: at('04:00:00') }]);
  });
});
