import fc from 'fast-check';
import { withInherited } from '../../testing/with-inherited';
import { ATTRIBUTES, attributeFaults, isAttribute } from './attribute-rules';
import { extensionFault } from './extension-attributes';
import { followsRules } from './follows-rules';
import { valid } from './testing/valid-notification';

const member = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'x',
    '1.0',
    'order.shipped',
    '2026-02-29T09:30:00Z',
    7,
    true,
    { a: 1 },
    [],
  ),
  fc.string(),
);
const name = fc.oneof(fc.constantFrom<string>(...ATTRIBUTES), fc.constantFrom('sequence', 'myKey', 'constructor', ''));

describe('followsRules', () => {
  it('is true exactly where neither an attribute nor an extension attribute has a fault', () => {
    fc.assert(
      fc.property(fc.dictionary(name, member, { maxKeys: 2 }), fc.subarray([...ATTRIBUTES]), (overrides, left) => {
        const { ...value }: Record<string, unknown> = { ...valid, ...overrides };
        for (const one of left.slice(0, 2)) delete value[one];
        const faults = [
          ...attributeFaults(value, ATTRIBUTES),
          ...Object.keys(value).filter((key) => !isAttribute(key) && extensionFault(key, value[key]) !== undefined),
          // A member that is undefined has no JSON form, so no text holds one.
          ...Object.keys(value).filter((key) => value[key] === undefined),
        ];
        expect(followsRules(value)).toBe(faults.length === 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts no inherited member as an attribute', () => {
    const { tenant: _, ...others } = valid;
    expect(withInherited('tenant', 'acme', () => followsRules(others))).toBe(false);
  });
});
