import type { Fault } from '../kit/errors/coded-error';
import type { FilterPolicyScope } from './filter-policy';
import { validateFilterPolicy } from './validate';

const values = (count: number): string[] => Array.from({ length: count }, (_, at) => `value${at}`);
const keys = (count: number): Record<string, string[]> =>
  Object.fromEntries(values(count).map((key) => [key, ['one']]));
const both: FilterPolicyScope[] = ['MessageAttributes', 'MessageBody'];
const codes = (faults: readonly Fault[]): string[] => faults.map((fault) => `${fault.code} ${fault.path}`);

/** The same in both scopes. */
const conditionFaults = (condition: unknown): string[][] =>
  both.map((scope) => codes(validateFilterPolicy({ k: [condition] }, scope)));

describe('validateFilterPolicy', () => {
  it.each([
    ['no conditions at all', {}],
    ['scalars', { k: ['a', 1, -0.5, true, false, null] }],
    ['text operators', { k: [{ prefix: 'a' }, { suffix: '' }, { 'equals-ignore-case': 'a' }, { wildcard: 'a*b*c*' }] }],
    ['anything-but values', { k: [{ 'anything-but': 'a' }, { 'anything-but': 1 }, { 'anything-but': ['a', 'b'] }] }],
    ['anything-but patterns', { k: [{ 'anything-but': { prefix: 'a' } }, { 'anything-but': { wildcard: '*' } }] }],
    ['five digits after the decimal point', { k: [0.00001, -1e9 + 0.00001, { numeric: ['>', 0.1, '<', 301.12345] }] }],
    ['numeric comparisons', { k: [{ numeric: ['=', 1e9] }, { numeric: ['<', -1e9] }, { numeric: ['>=', 0] }] }],
    ['numeric ranges', { k: [{ numeric: ['>', 0, '<=', 150] }, { numeric: ['>=', -1, '<', 1] }] }],
    ['existence', { k: [{ exists: true }, { exists: false }] }],
    ['blocks', { k: [{ cidr: '10.0.0.0/24' }, { cidr: '0.0.0.0/0' }, { cidr: '2001:db8::/127' }] }],
    ['$or', { a: ['1'], $or: [{ b: ['2'] }, { c: ['3'], $or: [{ d: ['4'] }, { e: ['5'] }] }] }],
    ['$or as a key', { $or: [{ prefix: 'a' }, { suffix: 'b' }] }],
    ['five keys', keys(5)],
    ['256 KiB', { k: ['a'.repeat(256 * 1024 - '{"k":[""]}'.length)] }],
    [
      'the same keys in several branches',
      {
        $or: [
          { a: ['1'], b: ['1'] },
          { a: ['2'], c: ['1'], d: ['1'], e: ['1'] },
        ],
      },
    ],
    ['150 combinations', { a: values(50), b: values(3) }],
    [
      '150 combinations over $or',
      { a: values(3), $or: [{ b: values(6) }, { c: values(4), $or: [{ d: values(4) }, { e: values(7) }] }] },
    ],
    ['100 wildcard points', { k: Array(10).fill({ wildcard: '*' }) }],
    [
      '99 wildcard points',
      { a: Array(9).fill({ wildcard: '*' }), b: [{ wildcard: 'a*b*c*' }], c: [{ wildcard: '*b*c*' }] },
    ],
    ['many conditions beside wildcards', { k: [...values(140), { wildcard: '*' }] }],
    ['100 wildcard points beside a prefix', { k: [...Array(10).fill({ wildcard: '*' }), { prefix: 'a' }] }],
    ['many anything-but without wildcards', { k: Array(20).fill({ 'anything-but': 'a' }) }],
  ])('accepts %s', (_what, policy) => {
    expect(both.map((scope) => validateFilterPolicy(policy, scope))).toEqual([[], []]);
  });

  it.each([
    ['nested keys', { key_a: { key_b: { key_c: values(4) } }, key_d: { key_e: values(3) } }],
    ['nested $or', { $or: [{ a: ['1'] }, { b: ['1'] }], c: { d: ['1'], $or: [{ e: ['1'] }, { f: ['1'] }] } }],
    ['escapes', { k: ['a "quoted" \\ word', { wildcard: '\\*\\\\' }] }],
  ])('accepts %s in MessageBody scope', (_what, policy) => {
    expect(validateFilterPolicy(policy, 'MessageBody')).toEqual([]);
  });

  it.each([
    ['a list as condition', ['a'], 'condition.malformed /k/0'],
    ['two operators in one condition', { suffix: 'a', prefix: 'b' }, 'condition.malformed /k/0'],
    ['a condition without operator', {}, 'condition.malformed /k/0'],
    ['an unknown operator', { 'wrong-operator': true }, 'operator.unknown /k/0'],
    ['an operator named like an inherited member', { constructor: 'a' }, 'operator.unknown /k/0'],
    ['a prefix that is a number', { prefix: 100 }, 'operand.malformed /k/0/prefix'],
    ['a suffix that is null', { suffix: null }, 'operand.malformed /k/0/suffix'],
    ['a suffix that is a list', { suffix: ['a'] }, 'operand.malformed /k/0/suffix'],
    ['equals-ignore-case that is a list', { 'equals-ignore-case': ['a'] }, 'operand.malformed /k/0/equals-ignore-case'],
    ['a wildcard that is no string', { wildcard: 1 }, 'operand.malformed /k/0/wildcard'],
    ['a wildcard that is null', { wildcard: null }, 'operand.malformed /k/0/wildcard'],
    ['four wildcards', { wildcard: 'a*b*c*d*' }, 'wildcard.malformed /k/0/wildcard'],
    ['wildcards in a row', { wildcard: 'a**b' }, 'wildcard.malformed /k/0/wildcard'],
    ['exists that is null', { exists: null }, 'operand.malformed /k/0/exists'],
    ['exists that is a string', { exists: 'no' }, 'operand.malformed /k/0/exists'],
    ['a number beyond the range', 1e9 + 1, 'number.range /k/0'],
    ['a number that is none', Number.NaN, 'number.range /k/0'],
    ['numeric without members', { numeric: [] }, 'numeric.malformed /k/0/numeric'],
    ['numeric that is no list', { numeric: 5 }, 'numeric.malformed /k/0/numeric'],
    ['numeric with an unknown operator', { numeric: ['!', 1] }, 'numeric.malformed /k/0/numeric'],
    ['numeric in the wrong order', { numeric: [1, '<='] }, 'numeric.malformed /k/0/numeric'],
    ['numeric with a string', { numeric: ['=', '000'] }, 'numeric.malformed /k/0/numeric'],
    ['numeric without a value', { numeric: ['>='] }, 'numeric.malformed /k/0/numeric'],
    ['a range with the upper bound first', { numeric: ['<', 100, '>', 10] }, 'numeric.malformed /k/0/numeric'],
    ['a range of two lower bounds', { numeric: ['>=', 1, '>', 2] }, 'numeric.malformed /k/0/numeric'],
    ['a range from an equality', { numeric: ['=', 1, '<', 2] }, 'numeric.malformed /k/0/numeric'],
    ['a range that is empty', { numeric: ['>', 3, '<', 1] }, 'numeric.malformed /k/0/numeric'],
    ['a range of one value', { numeric: ['>=', 3, '<=', 3] }, 'numeric.malformed /k/0/numeric'],
    ['a range without its second value', { numeric: ['>', 20, '<='] }, 'numeric.malformed /k/0/numeric'],
    ['a range without its second operator', { numeric: ['>', 20, 30] }, 'numeric.malformed /k/0/numeric'],
    ['a range up to a string', { numeric: ['>', 20, '<', '30'] }, 'numeric.malformed /k/0/numeric'],
    ['a range with three bounds', { numeric: ['>', 20, '<', 30, '<', 50] }, 'numeric.malformed /k/0/numeric'],
    ['a bound beyond the range', { numeric: ['>', 0, '<', 2e9] }, 'number.range /k/0/numeric/3'],
    ['anything-but true', { 'anything-but': true }, 'operand.malformed /k/0/anything-but'],
    ['anything-but null', { 'anything-but': null }, 'operand.malformed /k/0/anything-but'],
    ['anything-but nothing', { 'anything-but': [] }, 'operand.malformed /k/0/anything-but'],
    ['anything-but strings and numbers', { 'anything-but': ['a', 1] }, 'operand.malformed /k/0/anything-but'],
    ['anything-but lists', { 'anything-but': [['a']] }, 'operand.malformed /k/0/anything-but'],
    ['anything-but a number beyond the range', { 'anything-but': [1, -2e9] }, 'number.range /k/0/anything-but/1'],
    [
      'anything-but an unknown operator',
      { 'anything-but': { 'wrong-operator': 1 } },
      'operator.unknown /k/0/anything-but',
    ],
    ['anything-but a suffix', { 'anything-but': { suffix: 'a' } }, 'operator.unknown /k/0/anything-but'],
    [
      'anything-but ignoring case',
      { 'anything-but': { 'equals-ignore-case': 'a' } },
      'operator.unknown /k/0/anything-but',
    ],
    ['a sixth digit after the decimal point', 0.000001, 'number.precision /k/0'],
    ['a bound with six digits', { numeric: ['<', 1.123456] }, 'number.precision /k/0/numeric/1'],
    ['anything-but a number with six digits', { 'anything-but': 0.1234567 }, 'number.precision /k/0/anything-but'],
    ['anything-but existence', { 'anything-but': { exists: false } }, 'operator.unknown /k/0/anything-but'],
    ['anything-but a range', { 'anything-but': { numeric: ['>', 1] } }, 'operator.unknown /k/0/anything-but'],
    [
      'anything-but two operators',
      { 'anything-but': { prefix: 'a', suffix: 'b' } },
      'condition.malformed /k/0/anything-but',
    ],
    ['anything-but an empty prefix', { 'anything-but': { prefix: '' } }, 'operand.malformed /k/0/anything-but/prefix'],
    [
      'anything-but a prefix that is false',
      { 'anything-but': { prefix: false } },
      'operand.malformed /k/0/anything-but/prefix',
    ],
    [
      'anything-but several prefixes',
      { 'anything-but': { prefix: ['a'] } },
      'operand.malformed /k/0/anything-but/prefix',
    ],
    [
      'anything-but wildcards in a row',
      { 'anything-but': { wildcard: '**' } },
      'wildcard.malformed /k/0/anything-but/wildcard',
    ],
    ['a block that is no string', { cidr: 10 }, 'cidr.malformed /k/0/cidr'],
    ['a block in a list', { cidr: ['10.0.0.0/24'] }, 'cidr.malformed /k/0/cidr'],
    ['a block without mask', { cidr: '10.0.0.0' }, 'cidr.malformed /k/0/cidr'],
    ['a block of no address', { cidr: '10.0.0.256/8' }, 'cidr.malformed /k/0/cidr'],
    ['a block of a single IPv4 address', { cidr: '10.0.0.1/32' }, 'cidr.malformed /k/0/cidr'],
    ['a block of a single IPv6 address', { cidr: '::1/128' }, 'cidr.malformed /k/0/cidr'],
    ['a block with host bits', { cidr: '10.0.0.1/24' }, 'cidr.malformed /k/0/cidr'],
  ])('refuses %s', (_what, condition, expected) => {
    expect(conditionFaults(condition)).toEqual([[`filter_policy.${expected}`], [`filter_policy.${expected}`]]);
  });

  it.each([
    ['a policy that is no object', ['a'], 'not_an_object '],
    ['a key without list', { k: 'value' }, 'key.malformed /k'],
    ['an empty list', { k: [] }, 'empty /k'],
    ['an empty branch', { $or: [{ a: ['1'] }, {}] }, 'empty /$or/1'],
    ['conditions in $or', { $or: ['a', { b: ['1'] }] }, 'operator.unknown /$or/1'],
    ['$or of one branch', { $or: [{ a: ['1'] }] }, 'operator.unknown /$or/0'],
    ['$or of an empty list', { $or: [] }, 'empty /$or'],
    ['a key beside $or and in a branch', { a: ['1'], $or: [{ a: ['2'] }, { b: ['1'] }] }, 'key.repeated /$or/0/a'],
    ['the same with the key last', { $or: [{ b: ['1'] }, { a: ['2'] }], a: ['1'] }, 'key.repeated /a'],
    [
      'a key of a branch in an $or below it',
      { $or: [{ a: ['1'], $or: [{ a: ['2'] }, { b: ['1'] }] }, { c: ['1'] }] },
      'key.repeated /$or/0/$or/0/a',
    ],
    [
      '$or as a key below $or',
      { $or: [{ a: ['1'], $or: [{ prefix: 'a' }] }, { b: ['1'] }] },
      'key.reserved /$or/0/$or',
    ],
    ['names that JSON Pointer escapes', { 'a/b~c': [] }, 'empty /a~1b~0c'],
    ['six keys', keys(6), 'too_many_keys '],
    ['six keys over $or', { ...keys(4), $or: [{ a: ['1'] }, { b: ['1'] }] }, 'too_many_keys '],
    ['151 values', { k: values(151) }, 'too_complex '],
    ['5,100 combinations', { a: values(100), b: values(51) }, 'too_complex '],
    [
      '152 combinations over $or',
      { a: values(4), $or: [{ b: values(6) }, { c: values(4), $or: [{ d: values(4) }, { e: values(4) }] }] },
      'too_complex ',
    ],
    ['more than 100 wildcard points', { k: Array(11).fill({ wildcard: '*a' }) }, 'wildcards_too_complex '],
    [
      'more than 100 wildcard points with anything-but',
      { k: [{ wildcard: 'a*' }, ...Array(10).fill({ 'anything-but': 'a' })] },
      'wildcards_too_complex ',
    ],
    [
      'more than 100 wildcard points of one field',
      { k: Array(4).fill({ 'anything-but': { wildcard: '*a*b*' } }) },
      'wildcards_too_complex ',
    ],
    ['more than 256 KiB', { k: [`ä${'a'.repeat(256 * 1024 - '{"k":["ä"]}'.length)}`] }, 'too_large '],
  ])('refuses %s', (_what, policy, expected) => {
    const faults = both.map((scope) => codes(validateFilterPolicy(policy, scope)));
    expect(faults).toEqual([[`filter_policy.${expected}`], [`filter_policy.${expected}`]]);
  });

  it.each([
    [
      '216 combinations of nested keys',
      { a: { b: { c: values(4) } }, d: { e: values(3) }, f: values(3) },
      'too_complex ',
    ],
    [
      '160 combinations of nested keys over $or',
      {
        $or: [{ metricName: values(3) }, { namespace: values(2) }],
        detail: { scope: values(2), $or: [{ source: values(1) }, { type: values(3) }] },
      },
      'too_complex ',
    ],
    ['151 values beside an empty list', { a: [], b: values(151) }, 'empty /a', 'too_complex '],
    ['six leaf keys below one', { finding: keys(6) }, 'too_many_keys '],
    ['a key in two spellings', { 'a.b': ['1'], a: { b: ['2'] } }, 'key.repeated /a/b'],
    [
      'a key in branches of two $or',
      { $or: [{ 'a.b': ['1'] }, { c: ['1'] }], a: { $or: [{ b: ['1'] }, { d: ['1'] }] } },
      'key.repeated /a/$or/0/b',
    ],
    [
      'a reserved keyword below a branch',
      { $or: [{ a: { b: { suffix: ['1'] } } }, { c: ['1'] }] },
      'key.reserved /$or/0/a/b/suffix',
    ],

    ['an empty nested object', { k: {} }, 'empty /k'],
    ['an operator without list', { k: { suffix: 'a' } }, 'key.malformed /k/suffix'],
    [
      'a backslash that escapes nothing',
      { k: [{ wildcard: 'a\\b' }, { wildcard: 'a\\' }] },
      'wildcard.malformed /k/0/wildcard',
      'wildcard.malformed /k/1/wildcard',
    ],
  ])('refuses %s in MessageBody scope', (_what, policy, ...expected) => {
    expect(codes(validateFilterPolicy(policy, 'MessageBody'))).toEqual(expected.map((code) => `filter_policy.${code}`));
  });

  it.each([
    ['nested keys', { k: { inner: ['1'] } }, 'key.nested /k'],
    ['nested keys in $or', { $or: [{ a: { b: ['1'] } }, { c: ['1'] }] }, 'key.nested /$or/0/a'],
    ['an operator without list', { k: { suffix: 'a' } }, 'key.nested /k'],
    ['quotes', { k: ['a "quoted" word'] }, 'text.ambiguous /k/0'],
    ['backslashes', { k: [{ 'anything-but': { prefix: 'C:\\' } }] }, 'text.ambiguous /k/0/anything-but/prefix'],
    ['escaped wildcards', { k: [{ wildcard: '\\*' }] }, 'text.ambiguous /k/0/wildcard'],
  ])('refuses %s in MessageAttributes scope', (_what, policy, expected) => {
    expect(codes(validateFilterPolicy(policy, 'MessageAttributes'))).toEqual([`filter_policy.${expected}`]);
  });

  it('lists every violation at once, with the value seen and the value allowed', () => {
    const policy = { a: [], b: [{ prefx: 'order.' }, { numeric: ['<', 1, '>', 0] }], c: { d: ['1'] }, ...keys(3) };
    expect(validateFilterPolicy(policy, 'MessageAttributes')).toEqual([
      {
        code: 'filter_policy.empty',
        path: '/a',
        message: 'list is [], expected at least one condition; leave the key out',
      },
      {
        code: 'filter_policy.operator.unknown',
        path: '/b/0',
        message:
          'operator "prefx" is unknown here, expected one of prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr',
      },
      {
        code: 'filter_policy.numeric.malformed',
        path: '/b/1/numeric',
        message:
          'operand is ["<",1,">",0], expected a comparison such as ["<=",10] or a range such as [">",0,"<=",10], lower bound first',
      },
      {
        code: 'filter_policy.key.nested',
        path: '/c',
        message:
          'key has the object {"d":["1"]}, expected a list of conditions; put operators into a list, or nest keys in MessageBody scope',
      },
      {
        code: 'filter_policy.too_many_keys',
        path: '',
        message: 'policy has 6 keys (a, b, c.d, value0, value1, value2), at most 5 are allowed; use two subscriptions',
      },
    ]);
  });

  it.each([
    [
      ['a'],
      'condition is ["a"], expected a string, number, true, false, null or an operator such as {"prefix":"order."}',
    ],
    [
      { prefix: 'a', suffix: 'b' },
      'condition is {"prefix":"a","suffix":"b"}, expected one operator; list several conditions side by side',
    ],
    [1e9 + 1, 'number is 1000000001, expected -1000000000 to 1000000000; send and match it as a string'],
    [1.123456, 'number is 1.123456, expected at most five digits after the decimal point; match a range around it'],
    [{ prefix: 1 }, 'operand is 1, expected a string'],
    [{ exists: 'no' }, 'operand is "no", expected true or false'],
    [{ 'anything-but': { prefix: '' } }, 'operand is "", expected a string that is not empty'],
    [
      { 'anything-but': null },
      'operand is null, expected a string, a number, a list of either, or one of prefix, wildcard',
    ],
    [{ cidr: '10.0.0.0' }, 'block is "10.0.0.0", expected an IPv4 or IPv6 block such as 10.0.0.0/24 or 2001:db8::/32'],
    [{ cidr: '::1/128' }, 'block is "::1/128", expected a shorter mask; list a single address as a string to equal'],
    [
      { cidr: '10.0.0.1/24' },
      'block is "10.0.0.1/24", expected the first address of the block; clear the bits that the mask leaves open',
    ],
    [{ wildcard: 'a*b*c*d*' }, 'pattern "a*b*c*d*" has 4 wildcards, at most 3 are allowed'],
    [{ wildcard: '**' }, 'pattern "**" has wildcards in a row, expected one in their place'],
    [{ wildcard: '\\a' }, 'pattern "\\\\a" has a backslash before another character, expected \\* or \\\\'],
  ])('says what is wrong with %j', (condition, expected) => {
    expect(validateFilterPolicy({ k: [condition] }, 'MessageBody').map(({ message }) => message)).toEqual([expected]);
  });

  it.each<[string, unknown, FilterPolicyScope, string]>([
    [
      'quotes',
      { k: ['"a"'] },
      'MessageAttributes',
      'text is "\\"a\\"", expected no quotes and backslashes in MessageAttributes scope; match what is around them, or filter by the body',
    ],
    [
      'a key that is there twice',
      { a: ['1'], $or: [{ a: ['2'] }, { b: ['1'] }] },
      'MessageBody',
      'key "a" is there twice, expected once; put it into every branch of $or alone',
    ],
    [
      'a reserved keyword below $or',
      { $or: [{ a: { prefix: ['1'] } }, { b: ['1'] }] },
      'MessageBody',
      'key "prefix" is reserved below $or, expected another name; write two subscriptions',
    ],
    [
      'six leaf keys',
      { a: keys(6) },
      'MessageBody',
      'policy has 6 leaf keys (a.value0, a.value1, a.value2, a.value3, a.value4, a.value5), at most 5 are allowed; use two subscriptions',
    ],
    [
      '151 values',
      { k: values(151) },
      'MessageBody',
      'policy has 151 combinations of values, at most 150 are allowed; list fewer values',
    ],
    [
      '11 wildcards',
      { k: Array(11).fill({ wildcard: '*' }) },
      'MessageBody',
      'policy has 121 wildcard points, at most 100 are allowed; use prefix or suffix',
    ],
    [
      'a byte too much',
      { k: ['a'.repeat(256 * 1024 - '{"k":[""]}'.length + 1)] },
      'MessageBody',
      'policy has 262145 bytes of JSON, at most 262144 are allowed; shorten it',
    ],
    [
      'a value of 60 characters, whole',
      'x'.repeat(58),
      'MessageBody',
      `policy is "${'x'.repeat(58)}", expected a JSON object of keys and their conditions`,
    ],
  ])('says what is wrong with %s', (_what, policy, scope, expected) => {
    expect(validateFilterPolicy(policy, scope).map(({ message }) => message)).toEqual([expected]);
  });

  it('cuts long values in its messages', () => {
    expect(validateFilterPolicy('x'.repeat(1000), 'MessageBody')).toEqual([
      {
        code: 'filter_policy.not_an_object',
        path: '',
        message: `policy is "${'x'.repeat(59)}…, expected a JSON object of keys and their conditions`,
      },
    ]);
  });
});
