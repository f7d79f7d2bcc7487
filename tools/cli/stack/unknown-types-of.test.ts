import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { testTerminal } from '../testing/test-terminal';
import { readStackOutputs } from './stack-outputs';
import { unknownTypesHere } from './unknown-types-of';

jest.mock('./stack-outputs');
const here = (read: () => object) => {
  jest.mocked(readStackOutputs).mockImplementation(read as typeof readStackOutputs);
  return (named?: string) => unknownTypesHere(named, testTerminal());
};
const failing = (code: string) => () => {
  throw new CodedError(code, 'message', 'fix');
};

test.each([
  ['without a stack', failing('cli.no_stack'), 'refuse'],
  ['where the file of a variable is not there', failing('cli.file_unreadable'), 'refuse'],
  ['where a stack says nothing of them', () => ({}), 'refuse'],
  ['where a stack refuses them', () => ({ unknown_types: 'refuse' }), 'refuse'],
  ['where a stack says something else', () => ({ unknown_types: 'perhaps' }), 'refuse'],
  ['where a stack allows them', () => ({ unknown_types: 'allow' }), 'allow'],
])('%s, types that the catalogue does not have are taken so', (_what, read, expected) => {
  expect(here(read)()).toBe(expected);
});

test('unreadable outputs are an error, not a default', () => {
  expect(() => here(failing('cli.outputs_invalid'))()).toThrow(
    expect.objectContaining({ code: 'cli.outputs_invalid' }),
  );
});

test('a missing file in --outputs is an error', () => {
  const named = here(failing('cli.file_unreadable'));
  expect(() => named('outputs.jsn')).toThrow(expect.objectContaining({ code: 'cli.file_unreadable' }));
});
