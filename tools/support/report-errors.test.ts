import { CodedError } from '../../shared/domain/kit/errors/coded-error';
import { CodedErrors, runMain, withoutStack } from './report-errors';

const A = new CodedError('local.a', 'the first', 'do this');
const B = new CodedError('local.b', 'the second', 'do that');
const FULL = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', path: '/srv/state.json' });

const stackOf = (error: Error): Promise<string | undefined> =>
  withoutStack(() => Promise.reject(error)).then(
    () => undefined,
    ({ stack }: Error) => stack,
  );

test.each([
  ['one mistake', A, 'error local.a: the first\nfix: do this'],
  [
    'several at once',
    new CodedErrors([A, B]),
    'error local.a: the first\nfix: do this\n\nerror local.b: the second\nfix: do that',
  ],
  [
    'a full disk',
    FULL,
    'error local.file_unwritable: /srv/state.json cannot be written: the disk is full (ENOSPC, write)\n' +
      'fix: free the disk, or let this user write there; or run a clone in a folder where that is so',
  ],
])('%s is explained in place of the stack trace, which Jest prints', async (_, error, explained) => {
  expect(await stackOf(error)).toBe(explained);
});

test('a bug of Carillon keeps its stack trace', async () => {
  const bug = new TypeError('x is undefined');
  expect(await stackOf(bug)).toBe(bug.stack);
});

test('a failed command explains why, stops what it had started, and exits with code 1', async () => {
  const said: string[] = [];
  const told = jest.spyOn(console, 'error').mockImplementation((text) => void said.push(text));
  const stop = async () => void said.push('stopped');
  await runMain(() => Promise.reject(A), stop);
  await runMain(() => undefined, stop);
  const code = process.exitCode;
  process.exitCode = undefined;
  told.mockRestore();
  expect([said, code]).toEqual([['error local.a: the first\nfix: do this', 'stopped'], 1]);
});
