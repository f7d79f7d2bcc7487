import { Plan } from '../properties/plan';
import type { TerraformJson } from '../properties/terraform-json';
import { editJson, type Path, valuesIn } from './edit-json';

/** A copy of a plan in which one value was removed, changed or widened. */
export interface Mutant {
  /** JSON Pointer to the value, also into policies, such as `/resource/aws_sqs_queue/email_queue/policy/Statement/0`. */
  readonly pointer: string;
  readonly operator: Operator;
  /** New value. @default none: the value is removed */
  readonly value?: unknown;
  readonly plan: Plan;
}

/** `change` replaces a value, `widen` lets a policy match more, `add` gives a resource what another of its type has. */
export type Operator = 'remove' | 'change' | 'widen' | 'add';

/** Every mutant of every value of the synthesized JSON. */
export function* mutantsOf(plan: Plan): Generator<Mutant> {
  const siblings = new Siblings(plan.json);
  const mutant = (operator: Operator, path: Path, value?: unknown): Mutant => {
    const json = editJson(plan.json, path, value) as TerraformJson;
    return { pointer: `/${path.join('/')}`, operator, value, plan: new Plan(plan.environment, json, plan.manifests) };
  };
  for (const { path, value } of valuesIn(plan.json)) {
    yield mutant('remove', path);
    for (const other of changesOf(value, siblings.next(path, value))) yield mutant('change', path, other);
    for (const wider of widened(path, value)) if (!isSame(wider, value)) yield mutant('widen', path, wider);
  }
  for (const { path, value } of siblings.missing()) yield mutant('add', path, value);
}

/** Other values of the same type; for a number also its neighbours, to test the bounds of a range. */
function changesOf(value: unknown, sibling: unknown): unknown[] {
  const others = sibling === undefined ? [] : [sibling];
  switch (typeof value) {
    case 'string':
      return [`${value}-other`, ...others];
    case 'number':
      return [...new Set([0, value - 1, value + 1, 1000 * value, ...others])].filter((other) => other !== value);
    case 'boolean':
      return [!value];
    default:
      return Array.isArray(value) && typeof value[0] === 'string' ? [[...value, 'other'], ...others] : others;
  }
}

const EVERYTHING = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

/** Within a policy: a pattern, another one beside it, or a statement that allows everything. */
function widened(path: Path, value: unknown): unknown[] {
  if (!path.includes('Statement')) return [];
  const [member, list] = [path.at(-1), Array.isArray(value)];
  if (member === 'Statement' && list) return [[...(value as unknown[]), EVERYTHING]];
  if (member === 'Principal') return ['*'];
  if (list) return [[...(value as unknown[]), '*']];
  return typeof value === 'string' && value !== '*' && member !== 'Effect' && member !== 'Sid'
    ? ['*', [value, '*']]
    : [];
}

/** Values that resources of one type have at the same place. */
class Siblings {
  private readonly values = new Map<string, unknown[]>();

  constructor(private readonly json: TerraformJson) {
    for (const { path, value } of valuesIn(json)) {
      const all = this.values.get(placeOf(path)) ?? [];
      if (!all.some((one) => isSame(one, value))) this.values.set(placeOf(path), [...all, value]);
    }
  }

  /** The next different value, in the order of the plan. `undefined` where all are equal. */
  next(path: Path, value: unknown): unknown {
    const all = this.values.get(placeOf(path)) ?? [];
    const following = all[(all.findIndex((one) => isSame(one, value)) + 1) % all.length];
    return isSame(following, value) || path.length < 4 ? undefined : following;
  }

  /** Attributes that a resource lacks and another one of its type has, with the value there. */
  *missing(): Generator<{ readonly path: Path; readonly value: unknown }> {
    for (const [type, bodies] of Object.entries<Record<string, object> | undefined>(this.json.resource)) {
      const attributes = new Set(Object.values(bodies ?? {}).flatMap(Object.keys));
      for (const [id, body] of Object.entries(bodies ?? {})) {
        for (const attribute of [...attributes].filter((name) => name !== '//' && !(name in body))) {
          const path = ['resource', type, id, attribute];
          yield { path, value: this.values.get(placeOf(path))?.[0] };
        }
      }
    }
  }
}

/** Path without the name of the resource. */
const placeOf = ([section, type, , ...rest]: Path): string => [section, type, ...rest].join('/');

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
