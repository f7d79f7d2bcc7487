import { channels, functions } from '../../handlers';
import { ENVIRONMENT_NAMES, type Environment } from '../environment';
import { PROPERTIES } from './properties';
import { EXEMPTIONS } from './properties/exemptions';
import type { Plan } from './properties/plan';
import { UNGUARDED } from './properties/unguarded';
import { allOf, violationsOf } from './properties/violations';
import { anEnvironment, withEveryOption } from './testing/environments';
import { SPECIMENS } from './testing/specimens';
import { synthesize } from './testing/synthesize';
import { withoutEachPart } from './testing/without-each-part';

const withSpecimens = (environment: Environment) =>
  synthesize(environment, { functions: [...functions, ...SPECIMENS] }).plan;

const plans = [
  ...ENVIRONMENT_NAMES.map((name) => ({ title: name, plan: withSpecimens(anEnvironment(name)) })),
  { title: 'prod with every option', plan: withSpecimens(withEveryOption('prod')) },
  { title: 'taken down', plan: withSpecimens(anEnvironment('prod', { CARILLON_TAKE_DOWN: 'prod' })) },
];
const good = withSpecimens(withEveryOption('prod'));
const all = Object.values(PROPERTIES).flat();

describe.each(Object.entries(PROPERTIES))('%s', (_, properties) => {
  describe.each(properties)('$name', (property) => {
    const { check, brokenBy } = property;
    test.each(plans)('in $title', ({ plan }) => {
      expect(violationsOf(property, plan)).toEqual([]);
    });

    test.each(Object.entries(brokenBy))('is found broken by: %s', (_, breakPlan) => {
      const broken = good.copy();
      breakPlan(broken);
      const before = check(good);
      const found = allOf(property, broken).filter((violation) => !before.includes(violation));
      expect(found).not.toEqual([]);
      expect(found.filter((violation) => !/^[^:]+: ./s.test(violation))).toEqual([]);
    });
  });
});

test('every property has a name of its own and a way to break it', () => {
  expect(all.filter(({ brokenBy }) => Object.keys(brokenBy).length === 0)).toEqual([]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test('nothing can be taken out of a plan unnoticed, except what is declared', () => {
  const before = new Map(all.map((property) => [property, allOf(property, good).join('\n')]));
  const isUnnoticed = (plan: Plan) =>
    all.every((property) => allOf(property, plan).join('\n') === before.get(property));
  const unnoticed = [...withoutEachPart(good, ONE_OF_EACH)].filter(({ plan }) => isUnnoticed(plan));
  const undeclared = unnoticed.filter(({ path }) => !UNGUARDED.some((declared) => declared.path.test(path)));
  expect(undeclared.map(({ path }) => path)).toEqual([]);
});

/** The others are made by the same code as `email` and the specimens. */
const MADE_ALIKE = [
  ...channels.map(({ name }) => name).filter((name) => name !== 'email'),
  ...functions.filter(({ trigger }) => trigger.kind === 'schedule').map(({ name }) => name),
];
const ONE_OF_EACH = new RegExp(`^/(?!resource/\\w+/(${MADE_ALIKE.join('|').replaceAll('-', '_')})_)`);

describe('exemptions', () => {
  const cases = EXEMPTIONS.flatMap((exemption) => exemption.environments.map((name) => ({ ...exemption, name })));

  test.each(cases)('$name needs: $property, $reason', ({ name, property, violation }) => {
    const plan = plans.find(({ title }) => title === name)?.plan;
    const check = all.find((candidate) => candidate.name === property)?.check;
    expect(plan && check?.(plan).some((found) => violation.test(found))).toBe(true);
  });
});
