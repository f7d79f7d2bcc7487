import { isAttribute } from '../notification/attribute-rules';

/** Where a column's value goes: an attribute, and for `data` the members and indices to it. */
export type ColumnPath = readonly [attribute: string, ...steps: (string | number)[]];

/** Bounds the arrays that one row can make. */
const MAX_INDEX = 999;
const STEP = /^(?:\.(?<member>[\p{L}_$][\p{L}\p{N}_$-]*)|\[(?<index>\d{1,4})\])/u;

/**
 * The path that a column's name spells: `recipients`, `data.orderNumber`, `data.items[0].name`. Undefined if it names no
 * attribute, or a member of an attribute other than `data`.
 */
export function columnPath(name: string): ColumnPath | undefined {
  const [attribute = ''] = name.split(/[.[]/, 1);
  if (!isAttribute(attribute)) return undefined;
  const steps = stepsOf(name.slice(attribute.length));
  const isOfData = attribute === 'data' && typeof steps?.[0] === 'string';
  return steps && (steps.length === 0 ? attribute !== 'data' : isOfData) ? [attribute, ...steps] : undefined;
}

function stepsOf(text: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (let rest = text; rest !== ''; ) {
    const found = STEP.exec(rest);
    const { member, index } = found?.groups ?? {};
    if (found === null || member === '__proto__' || Number(index ?? 0) > MAX_INDEX) return undefined;
    steps.push(member ?? Number(index));
    rest = rest.slice(found[0].length);
  }
  return steps;
}

/** Sets the value in an entry; makes the objects and arrays on the way. */
export function setAt(entry: Record<string, unknown>, path: ColumnPath, value: unknown): void {
  let node = entry as Record<string | number, unknown>;
  for (const [at, step] of path.entries()) {
    if (at === path.length - 1) node[step] = value;
    else if (Object.hasOwn(node, step)) node = node[step] as Record<string, unknown>;
    else node = node[step] = (typeof path[at + 1] === 'number' ? [] : {}) as Record<string, unknown>;
  }
}

/** Whether one path is the other, or a part of it: both cannot have a value. */
export const pathKey = (path: ColumnPath): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
