import fc from 'fast-check';
import { type Evidence, FEEDBACK_STATES, outranks } from './feedback';

const TRANSIENT: Evidence = { state: 'bounced', transient: true };
const ALL: readonly Evidence[] = [...FEEDBACK_STATES.map((state) => ({ state })), TRANSIENT];
const fold = (events: readonly Evidence[]): Evidence | undefined =>
  events.reduce<Evidence | undefined>((known, one) => (outranks(one, known) ? one : known), undefined);

describe('outranks', () => {
  it.each<[Evidence, Evidence]>([
    [{ state: 'delivered' }, { state: 'delayed' }],
    [{ state: 'rejected' }, { state: 'delayed' }],
    [TRANSIENT, { state: 'delayed' }],
    [{ state: 'delivered' }, TRANSIENT],
    [{ state: 'bounced' }, TRANSIENT],
    [{ state: 'bounced' }, { state: 'delivered' }],
    [{ state: 'complained' }, { state: 'delivered' }],
    [{ state: 'complained' }, { state: 'bounced' }],
    [{ state: 'complained' }, TRANSIENT],
  ])('%j is recorded over %j, and not the other way round', (stronger, weaker) => {
    expect([outranks(stronger, weaker), outranks(weaker, stronger)]).toEqual([true, false]);
  });

  it('records the first event, and no duplicate of it', () => {
    expect(ALL.map((one) => [outranks(one, undefined), outranks(one, one)])).toEqual(ALL.map(() => [true, false]));
  });

  it('ends in the same state for any order and number of duplicates of the events', () => {
    const events = fc.array(fc.constantFrom(...ALL), { minLength: 1, maxLength: 8 });
    const disordered = events.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(
          list.flatMap((one) => [one, one]),
          { minLength: list.length * 2 },
        ),
      ),
    );
    fc.assert(fc.property(disordered, ([list, shuffled]) => expect(fold(shuffled)).toEqual(fold(list))));
  });
});
