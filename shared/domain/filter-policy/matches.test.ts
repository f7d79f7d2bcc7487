import type { MessageAttribute, MessageAttributes } from '../notification/routing';
import type { FilterPolicy } from './filter-policy';
import { matches } from './matches';
import { unmetConditions } from './unmet-conditions';

const string = (StringValue: string): MessageAttribute => ({ DataType: 'String', StringValue });
const number = (StringValue: string): MessageAttribute => ({ DataType: 'Number', StringValue });
const list = (...values: unknown[]): MessageAttribute => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify(values),
});
const raw = (DataType: string, StringValue: string): MessageAttribute => ({ DataType, StringValue });

/** Policy for the key `k`; values of `k` that pass; values that do not. `undefined` leaves the key out. */
type Vector<Value> = [what: string, conditions: FilterPolicy[string], passing: Value[], failing: Value[]];

const other = { other: string('x') };
const attributeVectors: Vector<MessageAttribute | undefined>[] = [
  // String value matching
  [
    'exact strings',
    ['rugby', 'tennis'],
    [string('rugby'), string('tennis'), list('rugby', 'tennis'), list('golf', 'tennis')],
    [string('baseball'), string('Rugby'), string(''), list('baseball'), list(), undefined],
  ],
  [
    'anything-but with values, where one other element is enough',
    [{ 'anything-but': ['rugby', 'tennis'] }],
    [string('baseball'), string('football'), list('rugby', 'baseball'), number('5'), list(null)],
    [string('rugby'), list('rugby'), list('rugby', 'tennis'), list(), undefined],
  ],
  ['anything-but with one value', [{ 'anything-but': 'x' }], [string('y'), string('X')], [string('x'), undefined]],
  [
    'anything-but with a prefix',
    [{ 'anything-but': { prefix: 'order-' } }],
    [string('data-entry'), string('order_number'), number('1')],
    [string('order-cancelled'), undefined],
  ],
  [
    'anything-but with a wildcard',
    [{ 'anything-but': { wildcard: '*ball' } }],
    [list('hockey', 'rugby', 'soccer'), list('hockey', 'baseball')],
    [list('baseball', 'basketball'), undefined],
  ],
  [
    'anything-but or absent',
    [{ 'anything-but': 'rugby' }, { exists: false }],
    [string('golf'), undefined],
    [string('rugby')],
  ],
  [
    'equals-ignore-case',
    [{ 'equals-ignore-case': 'tennis' }],
    [string('TENNIS'), string('Tennis'), list('a', 'tennis')],
    [string('tennis '), number('1'), undefined],
  ],
  [
    'cidr',
    [{ cidr: '10.0.0.0/24' }],
    [string('10.0.0.0'), string('10.0.0.255')],
    [string('10.1.1.0'), string('::a00:0'), string('host'), undefined],
  ],
  [
    'prefix',
    [{ prefix: 'bas' }],
    [string('baseball'), string('basketball')],
    [string('rugby'), string('Bas'), undefined],
  ],
  ['suffix', [{ suffix: 'ball' }], [string('baseball'), string('basketball')], [string('rugby'), undefined]],
  [
    'wildcard',
    [{ wildcard: '*ball' }],
    [list('baseball'), string('ball')],
    [string('balls'), string('rugby'), undefined],
  ],

  // Numeric value matching
  [
    'numeric =',
    [{ numeric: ['=', 301.5] }],
    [number('301.5'), number('3.015e2'), number('301.500'), raw('Number.Array', '[1, 301.5]')],
    [number('301'), string('301.5'), undefined],
  ],
  [
    'anything-but with numbers',
    [{ 'anything-but': [100, 500] }],
    [number('101'), number('100.1'), raw('Number.Array', '[100, 50]'), string('100')],
    [number('100'), number('1e2'), undefined],
  ],
  ['numeric <', [{ numeric: ['<', 0] }], [number('-0.5')], [number('0'), number('-0'), number('1'), undefined]],
  ['numeric <=', [{ numeric: ['<=', 0] }], [number('-1'), number('0')], [number('0.1')]],
  ['numeric >', [{ numeric: ['>', 0] }], [number('0.1')], [number('0'), number('-1')]],
  ['numeric >=', [{ numeric: ['>=', 0] }], [number('0'), number('1')], [number('-1')]],
  [
    'a numeric range',
    [{ numeric: ['>', 0, '<=', 150] }],
    [number('0.00001'), number('150'), list('x', 3)],
    [number('0'), number('150.00001'), number('-1')],
  ],
  [
    'five digits after the point',
    [0.12346],
    [number('0.123456'), number('0.123464')],
    [number('0.12345'), number('0.12347')],
  ],
  [
    'nothing numeric beyond ±1e9',
    [{ numeric: ['>', 999_999_999] }],
    [number('1000000000')],
    [number('1000000001'), number('1e10')],
  ],
  ['exact numbers', [100], [number('100'), number('1e2'), list(1, 100)], [string('100'), list('100'), undefined]],

  // Types
  ['true', [true], [list(true), list(false, true)], [list(false), list('true'), list(1), string('true'), undefined]],
  ['false', [false], [list(false)], [list(0), list(null), list(''), undefined]],
  ['null', [null], [list(null), list('a', null)], [list('null'), list(), string('null'), undefined]],

  // Key matching
  [
    'exists: true',
    [{ exists: true }],
    [string('fans'), number('0'), list(false), list('a', null)],
    [string(''), list(), list(null), raw('Binary', 'aGk='), undefined],
  ],
  [
    'exists: false',
    [{ exists: false }],
    [list(), list(null), raw('Binary', 'aGk='), undefined],
    [string('fans'), number('0'), list(false)],
  ],

  // What AWS's pages do not say
  [
    'nothing in attributes that cannot be read',
    [{ 'anything-but': 'x' }, { prefix: '' }, { numeric: ['>=', -1] }],
    [],
    [raw('String.Array', '["a"'), raw('String.Array', '"a"'), number('five'), number(' '), raw('Binary', 'aGk=')],
  ],
  [
    'nothing in the objects and arrays of an array',
    ['a', { 'anything-but': 'x' }],
    [],
    [list({ a: 'a' }), list(['a'])],
  ],
];

const bodyVectors: Vector<unknown>[] = [
  [
    'exact strings',
    ['rugby', 'tennis'],
    ['rugby', ['golf', 'tennis'], [['tennis']]],
    ['baseball', ['baseball'], undefined],
  ],
  [
    'anything-but with values',
    [{ 'anything-but': ['rugby', 'tennis'] }],
    ['baseball', ['rugby', 'baseball'], 7, true, null],
    ['rugby', ['rugby'], [], {}, { rugby: 1 }, undefined],
  ],
  ['anything-but with a prefix', [{ 'anything-but': { prefix: 'order-' } }], ['data-entry'], ['order-cancelled']],
  ['equals-ignore-case', [{ 'equals-ignore-case': 'tennis' }], ['TENNIS', 'teNnis'], ['table tennis', null]],
  ['cidr', [{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.1.1.0', 10]],
  ['prefix', [{ prefix: 'bas' }], ['baseball', 'basketball'], ['rugby', 1]],
  ['suffix', [{ suffix: 'ball' }], ['baseball', 'basketball'], ['rugby', true]],
  ['wildcard', [{ wildcard: '*_event' }], ['click_event'], ['click_events', null]],
  ['numeric =', [{ numeric: ['=', 301.5] }], [301.5, 3.015e2], [301, '301.5']],
  ['anything-but with numbers', [{ 'anything-but': [100, 500] }], [101, 100.1, [100, 50]], [100, undefined]],
  ['a numeric range', [{ numeric: ['>', 0, '<=', 150] }], [1, 150, [0, 7]], [0, 151, '7', null]],
  ['true', [true], [true], [false, 'true', 1]],
  ['null', [null], [null, ['a', null]], ['null', 0, undefined]],
  [
    'exists: true, on leaves with a value',
    [{ exists: true }],
    ['fans', 0, false, [1]],
    [null, '', [], {}, { c1: 100 }, undefined],
  ],
  [
    'exists: false, on all others',
    [{ exists: false }],
    [null, '', [], {}, { c1: 100 }, undefined],
    ['fans', 0, false, [1]],
  ],
  ['numbers beyond ±1e9 by equality', [5e9], [5e9], [5e9 + 1]],
];

describe('matches, in MessageAttributes scope', () => {
  it.each(attributeVectors)('matches %s', (_what, conditions, passing, failing) => {
    const verdict = (k: MessageAttribute | undefined) =>
      matches({ k: conditions }, k === undefined ? other : { ...other, k }, 'MessageAttributes');
    expect([passing.filter((value) => !verdict(value)), failing.filter(verdict)]).toEqual([[], []]);
  });

  const policies: [what: string, policy: FilterPolicy, passing: MessageAttributes[], failing: MessageAttributes[]][] = [
    ['accepts everything by the empty policy', {}, [{}, other], []],
    [
      'wants every key',
      { interests: ['rugby'], price: [{ numeric: ['>', 100] }] },
      [{ interests: list('rugby'), price: number('101') }],
      [{ interests: string('rugby'), price: number('100') }, { interests: string('rugby') }, { price: number('101') }],
    ],
    [
      'wants one branch of $or, and the keys beside it',
      { source: ['aws.cloudwatch'], $or: [{ metricName: ['CPUUtilization'] }, { namespace: ['AWS/EC2'] }] },
      [
        { source: string('aws.cloudwatch'), metricName: string('CPUUtilization') },
        { source: string('aws.cloudwatch'), namespace: string('AWS/EC2') },
      ],
      [
        { source: string('aws.cloudwatch') },
        { metricName: string('CPUUtilization') },
        { source: string('aws.cloudwatch'), namespace: string('AWS/S3') },
      ],
    ],
    [
      'reads $or within $or',
      { $or: [{ a: ['1'], $or: [{ b: ['2'] }, { c: ['3'] }] }, { d: ['4'] }] },
      [{ a: string('1'), c: string('3') }, { d: string('4') }],
      [{ a: string('1') }, { c: string('3') }],
    ],
    [
      'takes $or with reserved field names for a key',
      { $or: [{ numeric: ['=', 123] }, { prefix: 'abc' }] },
      [{ $or: string('abcd') }, { $or: number('123') }],
      [{ prefix: string('abc'), numeric: number('123') }],
    ],
    ['takes $or with one object for a key', { $or: [{ prefix: 'a' }] }, [{ $or: string('ab') }], [{ a: string('a') }]],
    [
      'takes $or with one policy for a key, too',
      { $or: [{ a: ['1'] }] },
      [],
      [{ a: string('1') }, { $or: string('1') }],
    ],
    [
      'finds no absence in a message without attributes',
      { k: [{ exists: false }] },
      [{ other: list() }],
      [{}, { other: raw('Binary', 'aGk=') }],
    ],
    ['does not nest dotted names', { 'a.b': ['1'] }, [{ 'a.b': string('1') }], [{ a: string('{"b":"1"}') }]],
    ['reads no inherited names', { constructor: [{ 'anything-but': 'x' }] }, [], [other]],
  ];

  it.each(policies)('%s', (_what, policy, passing, failing) => {
    const verdict = (attributes: MessageAttributes) => matches(policy, attributes, 'MessageAttributes');
    expect([passing.filter((attributes) => !verdict(attributes)), failing.filter(verdict)]).toEqual([[], []]);
  });
});

/** The matcher's verdict; what explains it must find no unmet condition exactly where that is true. */
function explainedVerdict(policy: FilterPolicy, body: unknown): boolean {
  const verdict = matches(policy, body, 'MessageBody');
  expect([policy, body, unmetConditions(policy, body).length === 0]).toEqual([policy, body, verdict]);
  return verdict;
}

describe('matches, in MessageBody scope', () => {
  it.each(bodyVectors)('matches %s', (_what, conditions, passing, failing) => {
    const verdict = (k: unknown) =>
      explainedVerdict({ k: conditions }, k === undefined ? { other: 1 } : { other: 1, k });
    expect([passing.filter((value) => !verdict(value)), failing.filter(verdict)]).toEqual([[], []]);
  });

  /** Of the AWS Compute Blog, "Introducing payload-based message filtering for Amazon SNS". */
  const insurance: FilterPolicy = {
    Records: { s3: { object: { key: [{ prefix: 'auto-' }] } }, eventName: [{ prefix: 'ObjectCreated:' }] },
  };
  const record = (eventName: string, key: string, nest = (value: unknown) => value) => ({
    eventName,
    s3: { object: nest({ key, size: 17 }) },
  });
  const service = { scope: 'Service', source: 'aws.cloudwatch' };
  const deep = { a: { b: ['x'], c: ['y'] } };
  const policies: [what: string, policy: FilterPolicy, passing: unknown[], failing: unknown[]][] = [
    ['accepts everything by the empty policy', {}, [{}, 'text', null], []],
    [
      'wants a JSON object',
      { k: [{ exists: false }] },
      [{ other: 1 }],
      [{}, [{ other: 1 }], '{"other":1}', 1, null, undefined],
    ],
    [
      'reads nested objects',
      { object: { key: [{ prefix: 'auto-' }, 'fixed'], nested: [{ exists: false }] }, test: [{ exists: false }] },
      [{ object: { key: 'auto-test' } }, { object: { key: 'fixed' } }],
      [
        { object: { key: 'test-auto' } },
        { object: { key: 'auto-test' }, test: 'exists' },
        { object: { key: 'auto-test', nested: 'exists' } },
        { object: { test: 'auto-test' } },
        { test: 'auto-test' },
      ],
    ],
    [
      'reads arrays of objects, nested ones too',
      insurance,
      [
        { Records: [record('ObjectCreated:Put', 'auto-1')] },
        { Records: [record('ObjectRemoved:Delete', 'home-1'), record('ObjectCreated:Put', 'auto-1', (v) => [[v]])] },
      ],
      [
        { Records: [record('ObjectRemoved:Delete', 'auto-1')] },
        { Records: [record('ObjectCreated:Put', 'home-1')] },
        { Records: [] },
      ],
    ],
    [
      'wants nested keys in one element of an array',
      deep,
      [{ a: [{ b: 'x', c: 'y' }, { b: 'z' }] }],
      [{ a: [{ b: 'x' }, { c: 'y' }] }],
    ],
    [
      'joins names by dots',
      { 'a.b.c': ['x'] },
      [
        { a: { b: { c: 'x' } } },
        { 'a.b.c': 'x' },
        { 'a.b': { c: 'x' } },
        { a: { 'b.c': 'x' } },
        { a: [{ b: { c: ['x'] } }] },
      ],
      [{ a: { b: { c: 'y' } } }, { 'a.b.d': 'x' }, { c: 'x' }],
    ],
    [
      'joins names by dots, the other way round',
      deep,
      [{ 'a.b': 'x', 'a.c': 'y' }],
      [{ 'a.b': 'x' }, { 'b.a': 'x', 'c.a': 'y' }],
    ],
    [
      'finds absence below what is absent, empty or a leaf',
      { a: { b: [{ exists: false }] } },
      [{ other: 1 }, { a: [] }, { a: {} }, { a: 'leaf' }, { a: [{ b: 1 }, {}] }],
      [{ a: { b: 1 } }, { 'a.b': 1 }, { a: [{ b: 1 }] }, {}],
    ],
    [
      'reads $or on every level',
      {
        $or: [{ metricName: ['CPUUtilization', 'ReadLatency'] }, { namespace: ['AWS/EC2', 'AWS/ES'] }],
        detail: { scope: ['Service'], $or: [{ source: ['aws.cloudwatch'] }, { type: ['Alarm'] }] },
      },
      [
        { metricName: 'ReadLatency', detail: service },
        { namespace: 'AWS/ES', detail: service },
        { namespace: 'AWS/ES', detail: { scope: 'Service', type: 'Alarm' } },
      ],
      [
        { metricName: 'CPUUtilization', detail: { scope: 'aws.cloudwatch', type: 'Alarm' } },
        { metricName: 'CPUUtilization', detail: { scope: 'Service', type: 'Other' } },
        { metricName: 'CPUUtilization', detail: { type: 'Alarm' } },
        { metricName: 'CPUUtilization', scope: 'Service' },
        { metricName: 'AWS/EC2', detail: service },
      ],
    ],
    ['reads no inherited names', { 'constructor.name': ['Object'], toString: [{ exists: true }] }, [], [{ other: 1 }]],
  ];

  it.each(policies)('%s', (_what, policy, passing, failing) => {
    const verdict = (body: unknown) => explainedVerdict(policy, body);
    expect([passing.filter((body) => !verdict(body)), failing.filter(verdict)]).toEqual([[], []]);
  });

  it('reads a body that nests deeper than the stack', () => {
    const brackets = 200_000;
    const body: unknown = JSON.parse(`{"a":${'['.repeat(brackets)}{"b":"x"}${']'.repeat(brackets)}}`);
    expect(matches({ a: { b: ['x'] } }, body, 'MessageBody')).toBe(true);
  });
});
