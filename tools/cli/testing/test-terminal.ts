import { TestClock } from '../../../shared/testing/test-clock';
import type { Terminal } from '../terminal';

export interface TestTerminal extends Terminal {
  /** Everything on standard output. */
  output(): string;
  /** Everything on standard error. */
  errors(): string;
  readonly clock: TestClock;
  /** Files that were opened. */
  readonly opened: readonly string[];
}

export interface TestTerminalOptions {
  readonly input?: string | Uint8Array;
  readonly variables?: Terminal['variables'];
  readonly directory?: string;
  /** Called instead of every sleep. */
  readonly onSleep?: () => Promise<void>;
}

/** A fake terminal that records what is printed. Its clock is stopped. */
export function testTerminal(options: TestTerminalOptions = {}): TestTerminal {
  const { input = '', variables = {}, directory = '/nowhere', onSleep = async () => undefined } = options;
  const [output, errors, opened]: [string[], string[], string[]] = [[], [], []];
  return {
    print: (text) => void output.push(`${text}\n`),
    warn: (text) => void errors.push(`${text}\n`),
    readStandardInput: async () => Buffer.from(input),
    open: (path) => void opened.push(path),
    opened,
    sleep: onSleep,
    clock: new TestClock(),
    variables,
    directory,
    output: () => output.join(''),
    errors: () => errors.join(''),
  };
}
