import { escapeControls } from './escape-controls';

test('no text of others moves the cursor, colours the terminal or turns the reading direction', () => {
  expect(escapeControls('a\u001b[31mb\u009b2Jc\u202ed\re')).toBe('a\\u001b[31mb\\u009b2Jc\\u202ed\\u000de');
});

test('lines, tabs and every other character stay', () => {
  expect(escapeControls('✓ Zoë\n\t“x”')).toBe('✓ Zoë\n\t“x”');
});

test('JSON means the same afterwards', () => {
  const value = { text: '\u009b\u202e\u007f' };
  expect(JSON.parse(escapeControls(JSON.stringify(value)))).toEqual(value);
});
