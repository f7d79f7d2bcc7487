import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackTerraform } from '../../tools/local/stack';
import { state } from '../support/harness';
import { scenario } from '../support/scenario';

scenario('plan', [], () => {
  test('a second plan changes nothing, except known drift of the target', async () => {
    const terraform = stackTerraform(state.stackDirectory, { ...state, emulator: state, report: () => {} });
    const { changes } = await terraform.plan();
    const exempt = Object.keys(state.traits.drifting);
    expect(changes.filter(({ address }) => !exempt.some((type) => address.startsWith(`${type}.`)))).toEqual([]);
    expect(changes.filter(({ action }) => action !== 'update')).toEqual([]);
  });

  test("the provider's checksum is in the lock file; OpenTofu has packages of its own", () => {
    const applied = readFileSync(join(state.stackDirectory, LOCK_FILE), 'utf8');
    const entry = /"registry\.terraform\.io[^}]*/.exec(applied)?.[0] ?? '';
    const hashes = [...entry.matchAll(/"(?:h1|zh):[^"]+"/g)].map(([hash]) => hash);
    const kept = readFileSync(LOCK_FILE, 'utf8');
    expect(hashes.filter((hash) => !kept.includes(hash))).toEqual([]);
  });
});

const LOCK_FILE = '.terraform.lock.hcl';
