import { functions } from '../../handlers';
import { ENVIRONMENT_NAMES, type Environment } from '../environment';
import { PROPERTIES } from './properties';
import { EXEMPTIONS } from './properties/exemptions';
import { allOf, violationsOf } from './properties/violations';
import { anEnvironment, withEveryOption } from './testing/environments';
import { SPECIMENS, withSpecimenReader, withSpecimenSource } from './testing/specimens';
import { synthesize } from './testing/synthesize';

const withSpecimens = (environment: Environment) =>
  synthesize(withSpecimenSource(environment), { functions: [...functions, ...SPECIMENS] }).plan;

const plans = [
  ...ENVIRONMENT_NAMES.map((name) => ({ title: name, plan: withSpecimens(anEnvironment(name)) })),
  { title: 'prod with every option', plan: withSpecimens(withEveryOption('prod')) },
  {
    title: 'prod with another reader of the stream',
    plan: synthesize(withSpecimenSource(anEnvironment('prod')), { functions: withSpecimenReader(functions) }).plan,
  },
  { title: 'taken down', plan: withSpecimens(anEnvironment('prod', { CARILLON_TAKE_DOWN: 'prod' })) },
];
const good = withSpecimens(withEveryOption('prod'));
const all = Object.values(PROPERTIES).flat();

describe.each(Object.entries(PROPERTIES))('%s', (_, properties) => {
  describe.each(properties)('$name', (property) => {
    const { check, brokenBy = {} } = property;
    test.each(plans)('in $title', ({ plan }) => {
      expect(violationsOf(property, plan)).toEqual([]);
    });

    // A loop, because `test.each` refuses an empty table.
    for (const [what, breakPlan] of Object.entries(brokenBy)) {
      test(`is found broken by: ${what}`, () => {
        const broken = good.copy();
        breakPlan(broken);
        const before = check(good);
        const found = allOf(property, broken).filter((violation) => !before.includes(violation));
        expect(found).not.toEqual([]);
        expect(found.filter((violation) => !/^[^:]+: ./s.test(violation))).toEqual([]);
      });
    }
  });
});

test('every property has a name of its own', () => {
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
