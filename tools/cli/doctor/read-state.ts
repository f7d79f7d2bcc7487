import { CodedError } from '../../../shared/domain/coded-error';
import { isObject } from '../../../shared/domain/filter-policy/filter-policy';
import { inputName, readInput } from '../input/read-input';
import type { Terminal } from '../terminal';

/** Of one resource, as its provider wrote them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** By address, as `terraform state list` prints it, which says nothing of attributes. */
export type State = ReadonlyMap<string, Attributes | undefined>;

/**
 * All resources of a state, in any form in which Terraform prints one: `terraform state pull` or the state
 * file, `terraform show -json`, `terraform state list`. Nothing at all is an empty state: `state pull` prints that where
 * there is none.
 *
 * @throws CodedError `cli.state_invalid`, and as reading the input does
 */
export async function readState(file: string, terminal: Terminal): Promise<State> {
  return parseState(await readInput(file, terminal), inputName(file));
}

export function parseState(text: string, name: string): State {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  if (lines.every((line) => ADDRESS.test(line))) return new Map(lines.map((line) => [line, undefined]));
  const state = parse(text);
  const { resources, values, format_version } = isObject(state) ? state : {};
  if (Array.isArray(resources)) return new Map(resources.filter(isOwn).flatMap(heldInstances));
  // `show -json` of an empty state has a format version and nothing else.
  if (format_version === undefined) throw invalid(name);
  return new Map(resourcesOfValues(values).filter(isOwn).flatMap(shownInstance));
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
  readonly instances?: readonly Instance[];
  /** As `show -json` prints one instance. */
  readonly index?: string | number;
  readonly values?: Attributes;
  readonly deposed_key?: string;
}

interface Instance {
  readonly attributes?: Attributes;
  readonly index_key?: string | number;
  readonly deposed?: string;
}

/** Of the stack itself: a resource in a module of somebody else's may have the type and the name of one of ours. */
const isOwn = (resource: unknown): resource is StateResource =>
  isObject(resource) && resource.mode === 'managed' && resource.module === undefined;

type Held = readonly [address: string, attributes: Attributes];

/**
 * Terraform writes a resource without an instance while it creates it: after a kill that is what is there and not known. A
 * deposed instance is one that a replacement has left to be deleted.
 */
const heldInstances = (resource: StateResource): Held[] =>
  (resource.instances ?? [])
    .filter(({ deposed }) => deposed === undefined)
    .map(({ index_key, attributes = {} }) => [addressOf(resource, index_key), attributes]);

const shownInstance = (resource: StateResource): Held[] => {
  const { index, values = {}, deposed_key } = resource;
  return deposed_key === undefined ? [[addressOf(resource, index), values]] : [];
};

/** One of several has its key in its address, so that it is none of ours. */
const addressOf = ({ type, name }: StateResource, key: string | number | undefined): string =>
  key === undefined ? `${type}.${name}` : `${type}.${name}[${JSON.stringify(key)}]`;

const invalid = (name: string): CodedError =>
  new CodedError(
    'cli.state_invalid',
    `${name} is no state of Terraform`,
    'terraform state pull > state.json, in the folder of the stack, and name that file; leave --state out where the state is lost',
  );
