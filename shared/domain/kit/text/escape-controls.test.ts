import { escapeControls } from './escape-controls';

test('no text of others moves the cursor, colours the terminal, breaks a line or turns the reading direction', () => {
  expect(escapeControls('a\u001b[31mb\u009b2Jc\u202ed\re\u2028f\u2029g\u2066h\u200fi')).toBe(
    'a\\u001b[31mb\\u009b2Jc\\u202ed\\u000de\\u2028f\\u2029g\\u2066h\\u200fi',
  );
});

test('lines, tabs and every other character stay', () => {
  const text = '✓ Zoë\n\t“x” 👩‍🚀 می‌خواهم שלום';
  expect(escapeControls(text)).toBe(text);
});

test('JSON means the same afterwards', () => {
  const value = { text: '\u009b\u202e\u007f\u2028' };
  expect(JSON.parse(escapeControls(JSON.stringify(value)))).toEqual(value);
});
