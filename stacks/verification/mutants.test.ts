import { functions } from '../../handlers';
import { PROPERTIES } from './properties';
import type { Property } from './properties/property';
import { SURVIVING_MUTANTS } from './properties/surviving-mutants';
import { violationsOf } from './properties/violations';
import { withEveryOption } from './testing/environments';
import { type Mutant, mutantsOf } from './testing/mutants';
import { SPECIMENS, withSpecimenSource } from './testing/specimens';
import { synthesize } from './testing/synthesize';

const all = Object.values(PROPERTIES).flat();
const { plan } = synthesize(withSpecimenSource(withEveryOption('prod')), { functions: [...functions, ...SPECIMENS] });

/** Cache key of resource type and attribute: the property that killed one mutant there probably kills the next. */
function placesOf({ operator, pointer }: Mutant): [type: string, place: string] {
  const [, type = pointer] = /^(\/\w+\/\w+)/.exec(pointer) ?? [];
  return [type, `${operator} ${pointer.replace(/^(\/resource\/\w+)\/\w+/, '$1').replace(/\/\d+(?=\/|$)/g, '/#')}`];
}

/** Checks few properties per mutant: first the one that killed the last mutant of the same place. */
class Inspection {
  readonly unnoticed: string[] = [];
  /** Properties that have killed no mutant and list no mutation of their own. */
  readonly idle = new Set<Property>(all.filter(({ brokenBy }) => brokenBy === undefined));
  readonly needed = new Set<(typeof SURVIVING_MUTANTS)[number]>();
  private readonly orders = new Map<string, readonly Property[]>();

  inspect(mutant: Mutant): void {
    const title = `${mutant.operator} ${mutant.pointer}: ${JSON.stringify(mutant.value)}`;
    const survivor = SURVIVING_MUTANTS.find((one) => one.mutant.test(title));
    // A surviving mutant proves that the exemption is needed.
    if (survivor && this.needed.has(survivor)) return;
    if (this.isNoticed(mutant)) return;
    if (survivor) this.needed.add(survivor);
    else this.unnoticed.push(title);
  }

  /** Tests a property whose mutants other properties kill first. */
  inspectIdle({ plan: mutated }: Mutant): void {
    for (const property of this.idle) if (violationsOf(property, mutated).length > 0) this.idle.delete(property);
  }

  private isNoticed(mutant: Mutant): boolean {
    const [type, place] = placesOf(mutant);
    const order = this.orders.get(place) ?? this.orders.get(type) ?? all;
    const noticing = order.find((property) => violationsOf(property, mutant.plan).length > 0);
    if (noticing === undefined) return false;
    this.idle.delete(noticing);
    const next = [noticing, ...order.filter((property) => property !== noticing)];
    this.orders.set(type, next).set(place, next);
    return true;
  }
}

describe('a mutant of a plan, with a value removed, changed or widened', () => {
  const inspection = new Inspection();
  beforeAll(() => {
    for (const mutant of mutantsOf(plan)) inspection.inspect(mutant);
    for (const mutant of mutantsOf(plan)) inspection.inspectIdle(mutant);
  }, 300_000);

  it('is killed by a property, except the declared survivors', () => {
    expect(inspection.unnoticed).toEqual([]);
  });

  it('survives for each declaration', () => {
    expect(SURVIVING_MUTANTS.filter((one) => !inspection.needed.has(one))).toEqual([]);
  });

  it('is killed by each property, or the property lists a mutation of its own', () => {
    expect([...inspection.idle].map(({ name }) => name)).toEqual([]);
  });
});
