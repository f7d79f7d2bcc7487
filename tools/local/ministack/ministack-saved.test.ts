import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasLoaded, savedBy } from './ministack-saved';

const directory = mkdtempSync(join(tmpdir(), 'saved-'));
afterAll(() => rmSync(directory, { recursive: true }));

const line = (level: string, text: string) => `2026-11-28 20:30:03 ${level} [persistence] ${text}`;
const LOADED = line('INFO', 'Persistence: loaded sqs state from state/sqs.json');
const SAVED = line('INFO', 'Persistence: saved sns state to state/sns.json');
const FULL = line('ERROR', 'Persistence: failed to save sqs: No space left on device');
const ODD = line('ERROR', 'Persistence: error getting state for sqs: not serializable');
const ENDED = 'carillon: MiniStack has ended in order';

const logOf = (lines: readonly string[]): string => {
  const log = join(directory, 'ministack.log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  return log;
};

test.each<[string, string[], string]>([
  ['all that it keeps', [LOADED, SAVED, ENDED], 'saved'],
  ['nothing, for there was nothing', [ENDED], 'saved'],
  ['some, and was killed, by whomever', [LOADED, SAVED], 'unknown'],
  ['nothing, and was killed', [LOADED], 'untouched'],
  ['some, for the disk is full, and ended in order', [LOADED, SAVED, FULL, ENDED], 'unknown'],
  ['some, for a service could not say what it has', [LOADED, ODD, SAVED, ENDED], 'unknown'],
])('a MiniStack that saved %s', (_, lines, expected) => {
  expect(savedBy(logOf(lines))).toBe(expected);
});

test('of a MiniStack without a log nothing is known', () => {
  expect(savedBy(join(directory, 'none.log'))).toBe('unknown');
});

test.each([
  [true, LOADED],
  [false, line('ERROR', 'Persistence: failed to load sqs: Expecting value: line 1 column 1 (char 0)')],
  [
    false,
    line('ERROR', 'Persistence: sqs state is format v3 but this MiniStack only understands v2 — refusing to load'),
  ],
  [false, line('ERROR', 'Failed to restore persisted state for sqs; continuing fresh')],
  [false, line('ERROR', 'Lambda persistence: code blob 12ab missing at state/lambda')],
])('that a MiniStack has loaded all that was saved is %s with the line %s', (expected, text) => {
  expect(hasLoaded(logOf([LOADED, text]))).toBe(expected);
});
