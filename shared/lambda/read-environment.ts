import { CodedError, type Fault } from '../domain/kit/errors/coded-error';

/**
 * Reads the environment variables that the stack sets. Throws one error that names all missing variables, so that an
 * incompletely configured function takes no message.
 */
export function readEnvironment<Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<Name, string> {
  const faults = names.filter((name) => !environment[name]).map(missing);
  if (faults.length > 0) {
    throw new CodedError('environment.missing', summary(faults), 'apply the stack of this version again', faults);
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}

const missing = (name: string): Fault => ({
  code: 'environment.missing',
  path: `/${name}`,
  message: `environment variable ${name} is not set`,
});

const summary = (faults: readonly Fault[]): string => faults.map(({ message }) => message).join('; ');
