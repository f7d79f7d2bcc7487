import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Saved } from './ministack/ministack-saved';
import { farewell, isChanging, readSavedStack, stopAndSave } from './saved-stack';

let directory = '';
const inDirectory = (name: string) => join(directory, name);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What a run leaves that ended in order, with a stack of this digest. */
function savedRun(digest = 'a1') {
  mkdirSync(inDirectory('state'));
  writeFileSync(inDirectory('state/sqs.json'), 'queues');
  writeFileSync(inDirectory('terraform.tfstate'), '{}');
  writeFileSync(inDirectory('saved-stack'), digest);
}

const read = (isKept = true) => readSavedStack(directory, inDirectory('terraform.tfstate'), isKept);
const emulatorThat = (saved: Saved, meanwhile = () => {}) => ({
  stop: async () => {
    meanwhile();
    return saved;
  },
});

test('the state of an orderly ended run is used again', () => {
  savedRun();
  expect([read(), existsSync(inDirectory('state/sqs.json'))]).toEqual([{ holds: 'a1' }, true]);
});

test.each([
  ['it is not known what the state holds', () => rmSync(inDirectory('saved-stack')), true],
  ['the state of Terraform is gone', () => rmSync(inDirectory('terraform.tfstate')), true],
  ['the emulator keeps no state', () => {}, false],
])('both states are moved aside where %s', (_, given, isKept) => {
  savedRun();
  given();
  const { holds, place = '' } = read(isKept);
  expect([holds, readFileSync(join(place, 'state/sqs.json'), 'utf8')]).toEqual([undefined, 'queues']);
  expect(['state', 'terraform.tfstate', 'saved-stack'].filter((name) => existsSync(inDirectory(name)))).toEqual([]);
});

test('a run that is killed while it saves leaves no state that counts as complete', async () => {
  savedRun();
  const during: boolean[] = [];
  await stopAndSave(
    read(),
    directory,
    emulatorThat('saved', () => during.push(existsSync(inDirectory('saved-stack')))),
  );
  expect([during, read().holds]).toEqual([[false], 'a1']);
});

test('a possibly incomplete state is unknown to the next start', async () => {
  savedRun();
  await stopAndSave(read(), directory, emulatorThat('unknown'));
  expect(read().holds).toBeUndefined();
});

test('the previous state is used again if the emulator ended without saving', async () => {
  savedRun();
  const stack = read();
  stack.holds = 'b2';
  await stopAndSave(stack, directory, emulatorThat('untouched'));
  expect(read()).toEqual({ holds: 'a1' });
});

test('a stack that is stopped during apply is unknown to the next start', async () => {
  savedRun();
  const stack = read();
  isChanging(stack, directory);
  await stopAndSave(stack, directory, emulatorThat('saved'));
  expect(read().holds).toBeUndefined();
});

test('an applied stack is known to the next start by its digest', async () => {
  savedRun();
  const stack = read();
  isChanging(stack, directory);
  stack.holds = 'b2';
  await stopAndSave(stack, directory, emulatorThat('saved'));
  expect(read()).toEqual({ holds: 'b2' });
});

test('an interrupted run says in one line what the next start does', async () => {
  savedRun();
  const stack = read();
  await stopAndSave(stack, directory, emulatorThat('saved'));
  expect(farewell(directory)).toBe('stopped, and the state is saved: the next start continues from it');
  isChanging(stack, directory);
  await stopAndSave(stack, directory, emulatorThat('saved'));
  expect(farewell(directory)).toBe(
    'stopped before the stack was complete: the next start moves its state aside and applies it anew',
  );
});
