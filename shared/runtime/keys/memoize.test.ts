import { memoize } from './memoize';

/** Answers in turn: an error is thrown. */
function answering(...answers: readonly (string | Error)[]) {
  const asked: string[] = [];
  const ask = async (argument: string) => {
    const answer = answers[asked.push(argument) - 1];
    if (typeof answer !== 'string') throw answer;
    return answer;
  };
  return { asked, ask: memoize(ask) };
}

it('asks once for each argument, also while the answer is on its way', async () => {
  const { ask, asked } = answering('one', 'two');
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['one', 'one', 'two']);
  expect(await ask('a')).toBe('one');
  expect(asked).toEqual(['a', 'b']);
});

it('asks again for what failed', async () => {
  const { ask, asked } = answering(new Error('throttled'), 'one');
  await expect(ask('a')).rejects.toThrow('throttled');
  expect([await ask('a'), await ask('a')]).toEqual(['one', 'one']);
  expect(asked).toEqual(['a', 'a']);
});
