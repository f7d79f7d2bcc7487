import fc from 'fast-check';
import { FEEDBACK_STATES, type FeedbackState, outranks } from './feedback';

const fold = (events: readonly FeedbackState[]): FeedbackState | undefined =>
  events.reduce<FeedbackState | undefined>((known, state) => (outranks(state, known) ? state : known), undefined);

describe('outranks', () => {
  it.each<[FeedbackState, FeedbackState]>([
    ['delivered', 'delayed'],
    ['rejected', 'delayed'],
    ['bounced', 'delivered'],
    ['complained', 'delivered'],
    ['complained', 'bounced'],
  ])('%s is recorded over %s, and not the other way round', (stronger, weaker) => {
    expect([outranks(stronger, weaker), outranks(weaker, stronger)]).toEqual([true, false]);
  });

  it('records the first that comes, and no repetition of it', () => {
    expect(FEEDBACK_STATES.map((state) => [outranks(state, undefined), outranks(state, state)])).toEqual(
      FEEDBACK_STATES.map(() => [true, false]),
    );
  });

  it('ends in the same state in whatever order events come, and however often', () => {
    const events = fc.array(fc.constantFrom(...FEEDBACK_STATES), { minLength: 1, maxLength: 8 });
    const disordered = events.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(
          list.flatMap((one) => [one, one]),
          { minLength: list.length * 2 },
        ),
      ),
    );
    fc.assert(fc.property(disordered, ([list, shuffled]) => expect(fold(shuffled)).toBe(fold(list))));
  });
});
