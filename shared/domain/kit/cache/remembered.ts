/**
 * Asks once for each argument and gives everybody that answer, also while it is on its way. What failed is asked again.
 * For few arguments: nothing is ever forgotten.
 */
export function remembered<Argument, Answer>(
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
