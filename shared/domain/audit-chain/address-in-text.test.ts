import { names, replaceAddress } from './address-in-text';

const replaced = (text: string, address = 'ann@example.com'): string => replaceAddress(text, address, '$&');

it.each([
  ['ann@example.com', '$&'],
  ['no box <ANN@Example.com>, nor ann@example.com.', 'no box <$&>, nor $&.'],
  ['D#email#Ann@example.com#0001', 'D#email#$&#0001'],
  ['to=ann@example.com&cc=ann@example.com', 'to=$&&cc=$&'],
  ['one\nann@example.com\ntwo', 'one\n$&\ntwo'],
  ['"\\nann@example.com\\u003cann@example.com%3Cann@example.com"', '"\\n$&\\u003c$&%3C$&"'],
])('an address is found in %j', (text, expected) => {
  expect([names(text, 'ann@example.com'), replaced(text)]).toEqual([true, expected]);
});

it.each([
  'joann@example.com',
  'jo.ann@example.com',
  'jo-ann@example.com',
  'jo_ann@example.com',
  'jo+ann@example.com',
  'jo~ann@example.com',
  '7ann@example.com',
  'ann@example.com.au',
  'ann@example.community',
  'ann@example.com-pany.de',
  'ann@example.com_',
  'ann@exampleXcom',
  'u003cann@example.com',
  'nann@example.com',
  '3Cann@example.com',
  '',
])('another address is left alone: %j', (text) => {
  expect([names(text, 'ann@example.com'), replaced(text)]).toEqual([false, text]);
});

it.each([
  [{ note: ['for ann@example.com'] }, true],
  [[[{ 'ann@example.com': 1 }]], true],
  [{ note: ['for joann@example.com', 1, null, true] }, false],
  [null, false],
  [undefined, false],
])('an address is found in the texts of %j: %p', (value, expected) => {
  expect(names(value, 'ann@example.com')).toBe(expected);
});

it('no character of an address means anything else', () => {
  const address = 'a.*+?^|{}$b@example.com';
  expect(replaced(`to ${address}`, address)).toBe('to $&');
  expect(names('to aaab@example.com', address)).toBe(false);
  expect(replaced('"(a[b])\\c"@example.com', '"(a[b])\\c"@example.com')).toBe('$&');
});
