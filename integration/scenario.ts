import { target } from './harness';

// Retries, visibility timeouts and Terraform take their time.
jest.setTimeout(60_000);

/** A group of tests by a name that targets may declare as unsupported; there it is shown as skipped, with the reason. */
export function scenario(name: string, tests: () => void): void {
  const reason = target.unsupportedScenarios[name];
  if (reason === undefined) describe(name, tests);
  else describe.skip(`${name} (not on ${target.name}: ${reason})`, tests);
}
