import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimState, savedPort, stateDirectory } from './ministack-state';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'state-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a state belongs to the port it began with', () => {
  expect(savedPort(directory)).toBeUndefined();
  claimState(directory, 4570);
  claimState(directory, 4570);
  expect(savedPort(directory)).toBe(4570);
});

test('a state is refused on another port', () => {
  claimState(directory, 4570);
  const message = `the saved state in ${join(directory, 'state')} belongs to port 4570, not 4571`;
  expect(() => claimState(directory, 4571)).toThrow(
    expect.objectContaining({ code: 'local.state.other_port', message }),
  );
});

test('a state that was deleted begins anew', () => {
  claimState(directory, 4570);
  rmSync(stateDirectory(directory), { recursive: true });
  claimState(directory, 4571);
  expect(savedPort(directory)).toBe(4571);
});
