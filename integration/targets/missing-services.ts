import { CodedError } from '../../shared/domain/coded-error';

/** How emulators say that they do not know an operation, rather than that they refuse this call of it. */
const NOT_IMPLEMENTED = /StatusCode: 501|not (yet )?(been )?implemented|NotImplemented|UnknownOperation|pro feature/i;
const RESOURCE = /^(aws_\w+)\.\S+: /;

/**
 * What to do where an apply failed because the target has no service for some resources.
 *
 * @returns undefined where something else failed too: that is none of the target's
 */
export function missingServices({ faults, fix }: CodedError, product: string): CodedError | undefined {
  const types = faults.map(({ message }) => (NOT_IMPLEMENTED.test(message) ? RESOURCE.exec(message)?.[1] : undefined));
  if (types.length === 0 || types.includes(undefined)) return undefined;
  const names = [...new Set(types)].sort();
  return new CodedError(
    'integration.target.lacks',
    `${product} has no ${names.join(', ')}`,
    `CARILLON_TARGET_LACKS=${names.join(',')} leaves them out, and what needs them; or ${fix}`,
    faults,
  );
}
