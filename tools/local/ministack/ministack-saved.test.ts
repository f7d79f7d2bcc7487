import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { savedBy } from './ministack-saved';

const directory = mkdtempSync(join(tmpdir(), 'saved-'));
afterAll(() => rmSync(directory, { recursive: true }));

const LOADED = '2026-11-28 20:29:04 INFO [persistence] Persistence: loaded sqs state from state/sqs.json';
const SAVED = '2026-11-28 20:30:03 INFO [persistence] Persistence: saved sns state to state/sns.json';
const FULL = '2026-11-28 20:30:03 ERROR [persistence] Persistence: failed to save sqs: No space left on device';
const ODD = '2026-11-28 20:30:03 ERROR [persistence] Persistence: error getting state for sqs: not serializable';

test.each<[string, string[], boolean, string]>([
  ['all that it keeps', [LOADED, SAVED], true, 'saved'],
  ['nothing, for there was nothing', [LOADED], true, 'saved'],
  ['some, and was killed', [LOADED, SAVED], false, 'unknown'],
  ['nothing, and was killed', [LOADED], false, 'untouched'],
  ['some, for the disk is full, and exited with 0', [LOADED, SAVED, FULL], true, 'unknown'],
  ['some, for a service could not say what it has', [LOADED, ODD, SAVED], true, 'unknown'],
])('a MiniStack that saved %s', (_, lines, hasExited, expected) => {
  const log = join(directory, 'ministack.log');
  writeFileSync(log, lines.join('\n'));
  expect(savedBy(log, hasExited)).toBe(expected);
});
