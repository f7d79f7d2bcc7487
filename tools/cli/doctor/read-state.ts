import { CodedError } from '../../../shared/domain/coded-error';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { inputName, readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

/**
 * The addresses of all resources of a state, in any form in which Terraform prints one: `terraform state pull` or the state
 * file, `terraform show -json`, `terraform state list`. Nothing at all is an empty state: `state pull` prints that where
 * there is none.
 *
 * @throws CodedError `cli.state_invalid`, and as reading the input does
 */
export async function readState(file: string, terminal: Terminal): Promise<ReadonlySet<string>> {
  return parseState(await readInput(file, terminal), inputName(file));
}

export function parseState(text: string, name: string): ReadonlySet<string> {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  if (lines.every((line) => ADDRESS.test(line))) return new Set(lines);
  const state = parse(text);
  const { resources, values, format_version } = isObject(state) ? state : {};
  if (Array.isArray(resources)) return new Set(resources.filter(isManaged).filter(isHeld).map(addressOf));
  // `show -json` of an empty state has a format version and nothing else.
  if (format_version === undefined) throw invalid(name);
  return new Set(resourcesOfValues(values).filter(isManaged).map(addressOf));
}

/** In a module, or of several, too: those are of no stack of ours, and no reason to refuse the list. */
const ADDRESS = /^\w[\w-]*(?:\.\w[\w-]*|\[[^\]]+\])+$/;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function resourcesOfValues(values: unknown): readonly unknown[] {
  const root = isObject(values) ? values.root_module : undefined;
  const resources = isObject(root) ? root.resources : undefined;
  return Array.isArray(resources) ? resources : [];
}

interface StateResource {
  readonly type: string;
  readonly name: string;
  /** Of a state file. */
  readonly instances?: readonly { readonly deposed?: string }[];
}

const isManaged = (resource: unknown): resource is StateResource => isObject(resource) && resource.mode === 'managed';
/**
 * Terraform writes a resource without an instance while it creates it: after a kill that is what is there and not known. A
 * deposed instance is one that a replacement has left to be deleted.
 */
const isHeld = ({ instances = [] }: StateResource): boolean => instances.some(({ deposed }) => deposed === undefined);
const addressOf = ({ type, name }: StateResource): string => `${type}.${name}`;

const invalid = (name: string): CodedError =>
  new CodedError(
    'cli.state_invalid',
    `${name} is no state of Terraform`,
    'terraform state pull > state.json, in the folder of the stack, and name that file; leave --state out where the state is lost',
  );
