import { withInherited } from '../../testing/with-inherited';
import { parseNotification } from './parse-notification';
import { faultsOf, longest, type Overrides, options, parse, valid } from './testing/valid-notification';

describe('parseNotification, given extension attributes', () => {
  it('accepts extension attributes of simple types', () => {
    const extensions = {
      partition: 'a',
      sequence: 7,
      sampled: true,
      lowest: -(2 ** 31),
      highest: 2 ** 31 - 1,
      none: '',
    };
    expect(parse(extensions)).toEqual({ ok: true, notification: { ...valid, ...extensions } });
  });

  it.each<[string, Overrides]>([
    ['a name in camel case', { myKey: 'x' }],
    ['a name with punctuation', { my_key: 'x' }],
    ['a name that is too long', { [longest(21)]: 'x' }],
    ['a fraction', { ratio: 0.5 }],
    ['an integer of 33 bits', { large: 2 ** 31 }],
    ['a negative one', { small: -(2 ** 31) - 1 }],
    ['a control character', { lines: 'a\nb' }],
    ['a noncharacter', { last: 'a\uFFFE' }],
    ['null', { empty: null }],
    ['an object', { nested: { a: 1 } }],
    ['an object under a name that every object has', { constructor: { a: 1 } }],
    ['binary data', { data_base64: 'eA==' }],
  ])('refuses an extension attribute with %s', (_what, extension) => {
    const [name = ''] = Object.keys(extension);
    const message = `extension attribute "${name}" is refused, expected a name of 1 to 20 of a-z and 0-9 with a string without control characters, a boolean, or an integer of 32 bits; put it into data`;
    expect(faultsOf(JSON.stringify({ ...valid, ...extension }))).toEqual([
      { code: 'notification.extension.malformed', path: `/${name}`, message },
    ]);
  });

  it('lists twenty extension attributes at most', () => {
    const names = Array.from({ length: 40 }, (_, index) => [`A${index}`, 1]);
    const faults = faultsOf(JSON.stringify({ ...valid, ...Object.fromEntries(names), tenant: 'ACME' }));
    expect(faults.map(({ path }) => path)).toEqual(['/tenant', ...names.slice(0, 20).map(([name]) => `/${name}`)]);
  });

  it('points to an extension attribute by a JSON Pointer', () => {
    expect(faultsOf(JSON.stringify({ ...valid, 'a/b~c': 1 })).map(({ path }) => path)).toEqual(['/a~1b~0c']);
  });

  it('ignores inherited properties', () => {
    const text = JSON.stringify(valid);
    expect(withInherited('Extra', 1, () => parseNotification(text, options))).toEqual({
      ok: true,
      notification: valid,
    });
  });
});
