import { CodedError, explainError } from './coded-error';

const fault = (path: string) => ({ code: 'a.b', path, message: 'wrong' });

it('an error has its code, its fix and every fault, and is known by its name', () => {
  const error = new CodedError('a.broken', 'it is broken', 'fix it', [fault('/a')]);
  expect(error).toMatchObject({ code: 'a.broken', message: 'it is broken', fix: 'fix it', faults: [fault('/a')] });
  expect([error.name, error instanceof Error]).toEqual(['CodedError', true]);
  expect(new CodedError('a.broken', 'it is broken', 'fix it').faults).toEqual([]);
});

it('is explained by code, message, each fault with its place, and the fix', () => {
  const error = new CodedError('a.broken', 'it is broken', 'fix it', [fault('/a'), fault('')]);
  expect(explainError(error)).toBe(
    ['error a.broken: it is broken', '  /a: wrong [a.b]', '  (the whole): wrong [a.b]', 'fix: fix it'].join('\n'),
  );
});
