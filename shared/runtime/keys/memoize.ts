/**
 * Memoizes an asynchronous function: concurrent callers share one call. A failed call is not cached. Unbounded, so only
 * for few arguments.
 */
export function memoize<Argument, Answer>(
  ask: (argument: Argument) => Promise<Answer>,
): (argument: Argument) => Promise<Answer> {
  const answers = new Map<Argument, Promise<Answer>>();
  return (argument) => {
    const known = answers.get(argument);
    if (known) return known;
    const answer = ask(argument);
    answers.set(argument, answer);
    answer.catch(() => answers.delete(argument));
    return answer;
  };
}
