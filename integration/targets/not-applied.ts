import { CodedError, type Fault } from '../../shared/domain/kit/errors/coded-error';

const RESOURCE = /^(aws_\w+)\.\S+: /;
const IS_THERE = /already exists?\b|AlreadyExists|already owned by you/i;
/** Limit of a quoted message, because emulators may respond with whole HTML pages. */
const MAX_CHARACTERS = 400;

/**
 * Error with the fix for a failed apply: the emulator lacks a service, or does not keep all attributes. One fault per
 * Terraform type, because twelve queues fail alike.
 *
 * @returns undefined when the apply failed before any resource
 */
export function notApplied({ faults, fix }: CodedError, product: string): CodedError | undefined {
  const failed = new Map<string, Fault>();
  for (const fault of faults) {
    const [, type] = RESOURCE.exec(fault.message) ?? [];
    if (type !== undefined && !failed.has(type)) failed.set(type, shortened(fault));
  }
  if (failed.size === 0) return undefined;
  const there = faults.find(({ message }) => RESOURCE.test(message) && IS_THERE.test(message));
  if (there !== undefined) return inUse(shortened(there), product);
  const types = [...failed.keys()].sort();
  return new CodedError(
    'integration.target.not_applied',
    `${product} did not take ${types.join(', ')}`,
    `what it lacks, CARILLON_TARGET_LACKS leaves out with what needs it, such as CARILLON_TARGET_LACKS=${types.join(',')}; else ${fix}`,
    types.flatMap((type) => failed.get(type) ?? []),
  );
}

/** The resource exists outside this state: of another stack, or of an apply that was killed before it saved the state. */
const inUse = ({ path, message }: Fault, product: string): CodedError =>
  new CodedError(
    'integration.endpoint.in_use',
    `${product} has ${path} already, which no run knows of: ${message}`,
    'restart the emulator empty, or delete what it names there',
  );

const shortened = ({ message, ...fault }: Fault): Fault => ({
  ...fault,
  path: RESOURCE.exec(message)?.[0].replace(/: $/, '') ?? '',
  message: shorten(message.replace(RESOURCE, '')),
});

const shorten = (text: string): string => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
