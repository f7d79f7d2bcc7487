import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { savedBy } from './ministack-saved';

const directory = mkdtempSync(join(tmpdir(), 'saved-'));
afterAll(() => rmSync(directory, { recursive: true }));

const LOADED = 'INFO [persistence] Persistence: loaded sqs state from state/sqs.json';
const SAVED = 'INFO [persistence] Persistence: saved sns state to state/sns.json';
const FULL = 'ERROR [persistence] Persistence: failed to save sqs: No space left on device';
const ODD = 'ERROR [persistence] Persistence: error getting state for sqs: not serializable';
const ALL = 'carillon: all of the state is saved';

test.each<[string, string[], string]>([
  ['all that it keeps', [LOADED, SAVED, ALL], 'saved'],
  ['nothing, for there was nothing', [ALL], 'saved'],
  ['some, and was killed, by whomever', [LOADED, SAVED], 'unknown'],
  ['nothing, and was killed', [LOADED], 'untouched'],
  ['some, for the disk is full', [LOADED, SAVED, FULL], 'unknown'],
  ['some, for a service could not say what it has', [LOADED, ODD, SAVED], 'unknown'],
  ['nothing, for it could not read all', ['carillon: not all of the saved state can be read'], 'untouched'],
])('a MiniStack that saved %s', (_, lines, expected) => {
  const log = join(directory, 'ministack.log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  expect(savedBy(log)).toBe(expected);
});

test('without a log, the saved state is unknown', () => {
  expect(savedBy(join(directory, 'none.log'))).toBe('unknown');
});
