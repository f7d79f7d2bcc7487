import type { Plan } from '../properties/plan';

export interface Lacking {
  /** JSON Pointer to what was taken out. */
  readonly path: string;
  readonly plan: Plan;
}

/** Copies of the plan of which each lacks one thing: a resource, an attribute, an entry of a list. */
export function* withoutEachPart(plan: Plan, paths: RegExp): Generator<Lacking> {
  for (const path of pathsIn(plan.json, [])) {
    const pointer = `/${path.join('/')}`;
    if (paths.test(pointer)) yield { path: pointer, plan: without(plan, path) };
  }
}

function without(plan: Plan, path: readonly string[]): Plan {
  const copy = plan.copy();
  const key = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => Reflect.get(Object(node), step), copy.json);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(Object(parent), key);
  return copy;
}

/** Of everything inside, except what is there for readers alone. */
function pathsIn(node: unknown, path: readonly string[]): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node)
    .filter(([key]) => key !== '//')
    .flatMap(([key, value]) => [[...path, key], ...pathsIn(value, [...path, key])]);
}
