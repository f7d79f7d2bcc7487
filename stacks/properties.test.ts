import { ENVIRONMENT_NAMES } from './environment';
import { PROPERTIES } from './properties';
import { EXEMPTIONS } from './properties/exemptions';
import { anEnvironment, withEveryOption } from './testing/environments';
import { synthesize } from './testing/synthesize';

const plans = [
  ...ENVIRONMENT_NAMES.map((name) => ({ title: name, plan: synthesize(anEnvironment(name)).plan })),
  { title: 'prod with every option', plan: synthesize(withEveryOption('prod')).plan },
];
const good = synthesize(withEveryOption('prod')).plan;
const all = Object.values(PROPERTIES).flat();

const exemptionsOf = (property: string, environment: string) =>
  EXEMPTIONS.filter(
    (exemption) => exemption.property === property && exemption.environments.some((name) => name === environment),
  );

describe.each(Object.entries(PROPERTIES))('%s', (_, properties) => {
  describe.each(properties)('$name', ({ name, check, brokenBy }) => {
    test.each(plans)('in $title', ({ plan }) => {
      const exemptions = exemptionsOf(name, plan.environment.name);
      const violations = check(plan).filter((found) => !exemptions.some(({ violation }) => violation.test(found)));
      expect(violations).toEqual([]);
    });

    test.each(Object.entries(brokenBy))('is found broken by: %s', (_, breakPlan) => {
      const broken = good.copy();
      breakPlan(broken);
      const before = check(good);
      expect(check(broken).filter((violation) => !before.includes(violation))).not.toEqual([]);
    });
  });
});

test('every property has a name of its own and a way to break it', () => {
  expect(all.filter(({ brokenBy }) => Object.keys(brokenBy).length === 0)).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

describe('exemptions', () => {
  const cases = EXEMPTIONS.flatMap((exemption) => exemption.environments.map((name) => ({ ...exemption, name })));

  test.each(cases)('$name needs: $property, $reason', ({ name, property, violation }) => {
    const plan = plans.find(({ title }) => title === name)?.plan;
    const check = all.find((candidate) => candidate.name === property)?.check;
    expect(plan && check?.(plan).some((found) => violation.test(found))).toBe(true);
  });
});
