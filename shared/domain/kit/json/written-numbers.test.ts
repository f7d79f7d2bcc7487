import fc from 'fast-check';
import { asWritten } from './written-numbers';

const written = (text: string): unknown => asWritten(text, JSON.parse(text));
const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`));
const whole = digits(25).map((text) => text.replace(/^0+(?=.)/, ''));
const exponent = fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 330 }));
const literal = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(whole, digits(1)),
    fraction: fc.oneof(fc.constant(''), digits(25), digits(3), fc.constant('0'.repeat(20))),
    exponent: fc.oneof(
      fc.constant(''),
      exponent.map((parts) => parts.join('')),
    ),
  })
  .map((parts) => `${parts.sign}${parts.whole}${parts.fraction && `.${parts.fraction}`}${parts.exponent}`);
const shortest = fc.double({ noDefaultInfinity: true, noNaN: true }).map(String);

interface Decimal {
  readonly units: bigint;
  readonly power: number;
}

function decimal(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return { units: BigInt(mantissa.replace('.', '')), power: Number(power) - fraction.length };
}

/** By exact arithmetic: both are written out in units of the smaller power of ten. */
function isSame(one: Decimal, other: Decimal): boolean {
  const power = Math.min(one.power, other.power);
  const [left, right] = [one, other].map((number) => number.units * 10n ** BigInt(number.power - power));
  return left === right;
}

const isHeld = (number: string): boolean =>
  Number.isFinite(Number(number)) && isSame(decimal(number), decimal(JSON.stringify(Number(number))));

it('stands in place of exactly those numbers that arrive as another decimal', () => {
  fc.assert(
    fc.property(fc.oneof(literal, shortest), (number) =>
      expect(written(`{"a":[${number}]}`)).toEqual({ a: [isHeld(number) ? Number(number) : number] }),
    ),
    { numRuns: 5_000 },
  );
});

it('leaves every other member as it is, wherever the number stands', () => {
  const LOSSY = '1.123456789012345678';
  const mark = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, v) => (v === 'lossy' ? LOSSY : v)));
  const member = fc.oneof(
    fc.constant('lossy'),
    fc.string(),
    fc.constantFrom('": 1e-400', '\\"', '\\'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, member, fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
  })).any;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, '\t'), (any, space) => {
      const text = JSON.stringify(any, null, space).replaceAll('"lossy"', LOSSY);
      expect(written(text)).toEqual(mark(any));
    }),
  );
});

it('is the value itself where nothing is lost, so that nothing is compared twice', () => {
  const value = { a: [1, 0.30000000000000004, '1.123456789012345678'] };
  expect(asWritten(JSON.stringify(value), value)).toBe(value);
});

/** In quadratic time each of these would take minutes. */
it.each([
  ['a number of zeros between two digits', `1${'0'.repeat(1_000_000)}1`],
  ['a number of zeros behind the point', `0.${'0'.repeat(1_000_000)}1`],
  ['digits', '1'.repeat(1_000_000)],
  ['short numbers', `[1e-400${',1'.repeat(500_000)}]`],
  ['exponents', `[${'1e5,'.repeat(250_000)}1]`],
  ['backslashes', `[1e5,"${'\\\\'.repeat(500_000)}"]`],
  ['open quotes', `[1e5,"${'\\"'.repeat(500_000)}"]`],
])('takes linear time for a megabyte of %s', (_what, text) => {
  const started = performance.now();
  written(text);
  expect(performance.now() - started).toBeLessThan(10_000);
});
