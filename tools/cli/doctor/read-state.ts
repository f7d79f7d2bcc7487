import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { inputName, readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

/** Attributes of one resource, as its provider wrote them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** By address, as in `terraform state list`; undefined attributes if the state is that list. */
export type Held = ReadonlyMap<string, Attributes | undefined>;

export interface State {
  readonly held: Held;
  /** Addresses of `held` that the next apply destroys and recreates: a create failed halfway, or an operator tainted it. */
  readonly tainted: ReadonlySet<string>;
  /** Old resources that replacements have not deleted yet; the next apply does. */
  readonly deposed: readonly Deposed[];
}

export interface Deposed {
  readonly address: string;
  readonly key: string;
  /** Id in AWS. */
  readonly id: string;
}

/**
 * All resources of a state, in any form in which Terraform prints one: `terraform state pull` or the state file,
 * `terraform show -json`, `terraform state list`. Empty input is an empty state: `state pull` prints that if there is none.
 *
 * @throws CodedError `cli.state_invalid`, and as reading the input does
 */
export async function readState(file: string, terminal: Terminal): Promise<State> {
  return parseState(await readInput(file, terminal), inputName(file));
}

export function parseState(text: string, name: string): State {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  if (lines.every((line) => ADDRESS.test(line)))
    return { ...EMPTY, held: new Map(lines.map((line) => [line, undefined])) };
  const state = parse(text);
  const { resources, values, format_version } = isObject(state) ? state : {};
  if (Array.isArray(resources)) return stateOf(resources.filter(isOwn).flatMap(pulledInstances));
  // `show -json` of an empty state has a format version and nothing else.
  if (format_version === undefined) throw invalid(name);
  return stateOf(resourcesOfValues(values).filter(isOwn).map(shownInstance));
}

/** Stands in for a state that was not given. */
export const EMPTY: State = { held: new Map(), tainted: new Set(), deposed: [] };

/** Also matches addresses in modules and with indexes: a stack has none, but they are valid in the list. */
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
  /** In a state file. */
  readonly instances?: readonly PulledInstance[];
  /** From here on: in the output of `show -json`. */
  readonly index?: string | number;
  readonly values?: Attributes;
  readonly tainted?: boolean;
  readonly deposed_key?: string;
}

interface PulledInstance {
  readonly attributes?: Attributes;
  readonly index_key?: string | number;
  readonly status?: string;
  readonly deposed?: string;
}

/** Excludes modules: a resource in a foreign module may have the type and the name of one of ours. */
const isOwn = (resource: unknown): resource is StateResource =>
  isObject(resource) && resource.mode === 'managed' && resource.module === undefined;

interface Instance {
  readonly address: string;
  readonly attributes: Attributes;
  readonly isTainted: boolean;
  readonly deposed: string | undefined;
}

/** None while Terraform creates a resource: after a kill, such a resource exists but is not in the state. */
const pulledInstances = (resource: StateResource): Instance[] =>
  (resource.instances ?? []).map(({ index_key, attributes = {}, status, deposed }) => ({
    address: addressOf(resource, index_key),
    attributes,
    isTainted: status === 'tainted',
    deposed,
  }));

const shownInstance = (resource: StateResource): Instance => {
  const { index, values = {}, tainted = false, deposed_key } = resource;
  return { address: addressOf(resource, index), attributes: values, isTainted: tainted, deposed: deposed_key };
};

function stateOf(instances: readonly Instance[]): State {
  const current = instances.filter(({ deposed }) => deposed === undefined);
  return {
    held: new Map(current.map(({ address, attributes }) => [address, attributes])),
    tainted: new Set(current.flatMap(({ address, isTainted }) => (isTainted ? [address] : []))),
    deposed: instances.flatMap(({ address, attributes, deposed: key }) =>
      key === undefined ? [] : [{ address, key, id: String(attributes.id ?? '') }],
    ),
  };
}

/** With an index, which no resource of ours has, if it is one of several. */
const addressOf = ({ type, name }: StateResource, key: string | number | undefined): string =>
  key === undefined ? `${type}.${name}` : `${type}.${name}[${JSON.stringify(key)}]`;

const invalid = (name: string): CodedError =>
  new CodedError(
    'cli.state_invalid',
    `${name} is no state of Terraform`,
    'terraform state pull > state.json, in the folder of the stack, and name that file; leave --state out if the state is lost',
  );
