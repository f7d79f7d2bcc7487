import fc from 'fast-check';
import type { MessageAttribute, MessageAttributes } from '../notification/routing';
import { isOr } from './every-key';
import type { FilterCondition, FilterPolicy, Scalar } from './filter-policy';
import { matches } from './matches';
import { validateFilterPolicy } from './validate';

// A small alphabet, so that policies and messages meet.
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '1'), maxLength: 4 });
const filled = text.filter((value) => value !== '');
const pattern = fc.tuple(text, text).map(([head, tail]) => `${head}*${tail}`);
/** Policies have numbers of five digits after the decimal point at most, messages any. */
const exact = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -1e14, max: 1e14 }).map((units) => units / 1e5),
);
const number = fc.oneof(exact, fc.double({ min: -1e9, max: 1e9, noNaN: true }));
const scalar: fc.Arbitrary<Scalar> = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const excluded = fc.oneof(
  text,
  exact,
  fc.array(text, { minLength: 1, maxLength: 3 }),
  fc.array(exact, { minLength: 1, maxLength: 3 }),
);

const excludedPatterns = fc.oneof(
  filled.map((prefix) => ({ prefix })),
  pattern.map((wildcard) => ({ wildcard })),
);
const patterns = fc.oneof(
  excludedPatterns,
  filled.map((suffix) => ({ suffix })),
  filled.map((value) => ({ 'equals-ignore-case': value })),
);
const condition = fc.oneof(
  fc.oneof(text, exact, fc.boolean(), fc.constant(null)),
  patterns,
  excluded.map((operand) => ({ 'anything-but': operand })),
  excludedPatterns.map((operand) => ({ 'anything-but': operand })),
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), exact).map((numeric) => ({ numeric })),
  fc
    .tuple(exact, exact)
    .filter(([low, high]) => low < high)
    .map(([low, high]) => ({ numeric: ['>', low, '<=', high] })),
  fc.boolean().map((exists) => ({ exists })),
  fc.constantFrom('10.0.0.0/8', '::/3').map((cidr) => ({ cidr })),
) as fc.Arbitrary<FilterCondition>;

/** At most five keys, 150 combinations and 100 wildcard points. */
const key = fc.constantFrom('a', 'b', 'a.b', 'constructor');
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
const flat: fc.Arbitrary<FilterPolicy> = fc.dictionary(key, conditions, { minKeys: 1, maxKeys: 2 });
const branches: fc.Arbitrary<FilterPolicy> = fc.tuple(flat, flat).map((either) => ({ $or: either }));
const attributePolicy: fc.Arbitrary<FilterPolicy> = fc.oneof(
  flat,
  branches,
  fc.tuple(branches, conditions).map(([or, c]) => ({ ...or, c: c.slice(0, 1) })),
);
const bodyPolicy: fc.Arbitrary<FilterPolicy> = fc.oneof(
  flat,
  branches,
  flat.map((inner) => ({ a: inner })),
  flat.map((inner) => ({ a: { b: inner } })),
  branches.map((inner) => ({ a: inner })),
);

const attribute: fc.Arbitrary<MessageAttribute> = fc.oneof(
  text.map((StringValue) => ({ DataType: 'String', StringValue })),
  number.map((value) => ({ DataType: 'Number', StringValue: `${value}` })),
  fc
    .array(scalar, { maxLength: 3 })
    .map((values) => ({ DataType: 'String.Array', StringValue: JSON.stringify(values) })),
  fc.record({ DataType: fc.constantFrom('String', 'Number', 'String.Array', 'Binary', ''), StringValue: fc.string() }),
);
const attributes: fc.Arbitrary<MessageAttributes> = fc.dictionary(key, attribute, { maxKeys: 3 });
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;

const inBody = (conditions: unknown, k: unknown): boolean =>
  matches({ k: conditions } as FilterPolicy, { k, other: 1 }, 'MessageBody');
const asList = (conditions: unknown, value: Scalar): boolean => {
  const k = { DataType: 'String.Array', StringValue: JSON.stringify([value]) };
  return matches({ k: conditions } as FilterPolicy, { k }, 'MessageAttributes');
};

/** As Event Ruler compiles a policy: of several conditions under one name it keeps those that come last. */
const compiled = (policy: FilterPolicy, before: readonly FilterPolicy[] = [{}]): readonly FilterPolicy[] =>
  Object.entries(policy).reduce(
    (rules, [key, node]): readonly FilterPolicy[] =>
      isOr(key, node)
        ? node.flatMap((branch) => compiled(branch, rules))
        : rules.map((rule) => ({ ...rule, [key]: node })),
    before,
  );
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const oneKey: fc.Arbitrary<FilterPolicy> = fc.tuple(name, condition).map(([name, one]) => ({ [name]: [one] }));
/** Keys before, behind and below `$or`, which may be the same. */
const repetitive = fc
  .tuple(oneKey, oneKey, oneKey, oneKey, oneKey, oneKey)
  .map(([before, inner, one, two, other, behind]): FilterPolicy => {
    return { ...before, $or: [{ ...inner, $or: [one, two] }, other], ...behind };
  });

describe('validateFilterPolicy', () => {
  it('accepts no policy that SNS reads otherwise because a condition replaces an earlier one of its key', () => {
    fc.assert(
      fc.property(repetitive, fc.dictionary(name, attribute), (policy, message) => {
        fc.pre(validateFilterPolicy(policy, 'MessageAttributes').length === 0);
        const replaced = compiled(policy).some((rule) => matches(rule, message, 'MessageAttributes'));
        expect(matches(policy, message, 'MessageAttributes')).toBe(replaced);
      }),
    );
  });

  it('accepts policies within the limits', () => {
    fc.assert(
      fc.property(attributePolicy, (policy) => expect(validateFilterPolicy(policy, 'MessageAttributes')).toEqual([])),
    );
    fc.assert(fc.property(bodyPolicy, (policy) => expect(validateFilterPolicy(policy, 'MessageBody')).toEqual([])));
  });

  it('returns faults with a code, a pointer and a message for any JSON', () => {
    const fault = {
      code: expect.stringMatching(/^filter_policy(\.[a-z_]+)+$/),
      path: expect.stringMatching(/^(\/|$)/),
      message: expect.stringMatching(/\S/),
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('MessageAttributes', 'MessageBody'), (policy, scope) => {
        const faults = validateFilterPolicy(policy, scope);
        expect(faults).toEqual(faults.map(() => fault));
      }),
    );
  });
});

describe('matches', () => {
  it('answers for any message', () => {
    fc.assert(
      fc.property(attributePolicy, attributes, (policy, message) => {
        expect(typeof matches(policy, message, 'MessageAttributes')).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(bodyPolicy, fc.oneof(json, fc.jsonValue()), (policy, body) => {
        expect(typeof matches(policy, body, 'MessageBody')).toBe('boolean');
      }),
    );
  });

  it('answers for any JSON that nobody validated', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), attributes, (policy, body, message) => {
        expect(typeof matches(policy as unknown as FilterPolicy, body, 'MessageBody')).toBe('boolean');
        expect(typeof matches(policy as unknown as FilterPolicy, message, 'MessageAttributes')).toBe('boolean');
      }),
    );
  });

  it('takes anything-but for the negation, where the key is present', () => {
    fc.assert(
      fc.property(excluded, scalar, (operand, value) => {
        const listed = [operand].flat();
        const negated = [{ 'anything-but': operand }];
        expect([inBody(negated, value), asList(negated, value)]).toEqual([
          !inBody(listed, value),
          !asList(listed, value),
        ]);
      }),
    );
    fc.assert(
      fc.property(patterns, scalar, (operand, value) => {
        const negated = [{ 'anything-but': operand }];
        expect([inBody(negated, value), asList(negated, value)]).toEqual([
          !inBody([operand], value),
          !asList([operand], value),
        ]);
      }),
    );
  });

  it('finds a key either present or absent', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(inBody([{ exists: true }], value)).toBe(!inBody([{ exists: false }], value));
      }),
    );
  });

  it('meets a condition by an array where it does by one of the elements', () => {
    const others = condition.filter((c) => !(c !== null && typeof c === 'object' && 'exists' in c));
    fc.assert(
      fc.property(others, fc.array(scalar, { maxLength: 4 }), (c, elements) => {
        expect(inBody([c], elements)).toBe(elements.some((element) => inBody([c], element)));
      }),
    );
  });

  it('meets a list of conditions where it meets one of them', () => {
    fc.assert(
      fc.property(conditions, json, (list, value) => {
        expect(inBody(list, value)).toBe(list.some((c) => inBody([c], value)));
      }),
    );
  });

  it('never matches a message that it did not match, because of one more key', () => {
    fc.assert(
      fc.property(attributePolicy, conditions, attributes, (policy, extra, message) => {
        const narrower = matches({ ...policy, extra }, message, 'MessageAttributes');
        expect(narrower && !matches(policy, message, 'MessageAttributes')).toBe(false);
      }),
    );
  });

  it('reads $or as either of its branches', () => {
    fc.assert(
      fc.property(flat, flat, attributes, (one, two, message) => {
        const either = [one, two].some((policy) => matches(policy, message, 'MessageAttributes'));
        expect(matches({ $or: [one, two] }, message, 'MessageAttributes')).toBe(either);
      }),
    );
  });

  it('judges flat messages alike in both scopes', () => {
    const message = fc.dictionary(fc.constantFrom('a', 'b'), fc.array(scalar, { maxLength: 3 }), { maxKeys: 2 });
    const policies = fc.dictionary(fc.constantFrom('a', 'b'), conditions, { maxKeys: 2 });
    fc.assert(
      fc.property(policies, message, (policy, body) => {
        const lists = Object.entries(body).map(([name, list]) => [
          name,
          { DataType: 'String.Array', StringValue: JSON.stringify(list) },
        ]);
        expect(matches(policy, Object.fromEntries(lists), 'MessageAttributes')).toBe(
          matches(policy, body, 'MessageBody'),
        );
      }),
    );
  });
});
