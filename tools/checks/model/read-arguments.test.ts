import { thrown } from '../../../shared/testing/thrown';
import { readArguments, USAGE } from './read-arguments';

test('missing flags have defaults', () => {
  expect(readArguments(['--processes', '2'])).toEqual({ runs: 5_000, seed: 1, processes: 2, holes: false, only: '' });
  expect(readArguments(['--holes', '--only', 'claim', '--runs', '9'])).toMatchObject({
    runs: 9,
    holes: true,
    only: 'claim',
  });
});

test('--help shows the usage', () => {
  expect(readArguments(['--help'])).toBeUndefined();
});

test.each([
  [['--bogus'], "Unknown option '--bogus'"],
  [['--runs', 'many'], "--runs is 'many', expected a whole number from 1 on"],
  [['--processes', '0'], "--processes is '0', expected a whole number from 1 on"],
  [['--seed', '1.5'], "--seed is '1.5', expected a whole number from 0 on"],
])('%j is refused with the usage, and without a stack trace', (args, message) => {
  expect(thrown(() => readArguments(args))).toMatchObject({
    code: 'local.arguments',
    message,
    fix: expect.stringContaining(USAGE),
  });
});
