import { parseDuration } from './parse-duration';

test.each([
  ['0', 0],
  ['0s', 0],
  ['90s', 90],
  ['30m', 1_800],
  ['24h', 86_400],
  ['30d', 2_592_000],
])('%s is %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

test.each(['', '24', '-1h', '1.5h', '1w', '31d', '24 h', '1h30m', '99999999s', 'PT1H'])('%j is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({
      code: 'cli.overlap_malformed',
      message: `the overlap is '${text}', allowed are 0 to 30d`,
      fix: 'write it such as 0, 30m, 24h or 7d',
    }),
  );
});
