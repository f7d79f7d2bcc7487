import { isNameShown, mailboxValue } from './header-values';

const address = 'notifications@example.com';

test.each([
  ['of ASCII', 'a'.repeat(292), 'a'],
  ['in quotes', '.'.repeat(290), '.'],
  ['of umlauts', 'ü'.repeat(83), 'ü'],
  ['of kana', 'あ'.repeat(57), 'あ'],
])('a name %s is shown while SES accepts it with its address, and left out otherwise', (_, longest, more) => {
  const mailboxes = [longest, longest + more].map((name) => ({ name, address }));
  expect(mailboxes.map(isNameShown)).toEqual([true, false]);
  expect(mailboxes.map((mailbox) => mailboxValue(mailbox).length <= 320)).toEqual([true, true]);
  expect(mailboxes.map(mailboxValue)).toEqual([expect.stringMatching(/^.+ <notifications@example\.com>$/), address]);
});

test('a quoted local part without its name stays in angle brackets', () => {
  expect(mailboxValue({ name: 'あ'.repeat(200), address: '"a b"@example.com' })).toBe('<"a b"@example.com>');
});
