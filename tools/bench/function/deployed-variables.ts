import { anEnvironment } from '../../../stacks/verification/testing/environments';
import { synthesize } from '../../../stacks/verification/testing/synthesize';

export type Variables = Readonly<Record<string, string>>;

let known: ReadonlyMap<string, Variables> | undefined;

/** The environment variables that the stack `dev` sets, by the name of the channel or function. Synthesized once. */
export function deployedVariables(): ReadonlyMap<string, Variables> {
  known ??= synthesizedVariables();
  return known;
}

function synthesizedVariables(): ReadonlyMap<string, Variables> {
  const { plan } = synthesize(anEnvironment('dev'));
  const bodies = plan.all('aws_lambda_function').map(({ body }) => body);
  return new Map(
    bodies.map(({ function_name, environment }) => [
      function_name.replace(/^carillon-dev-/, ''),
      environment?.variables ?? {},
    ]),
  );
}
