import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOOKUPS } from './';
import { actionOf } from './testing/action-of';
import { CASES } from './testing/cases';
import { find, ownerOf, typeOf } from './testing/prod-plan';

interface RunbookStatement {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

function runbookPolicy(): readonly RunbookStatement[] {
  const runbook = readFileSync(join(__dirname, '../../../../docs/runbook.md'), 'utf8');
  const chapter = runbook.split('\n## ').find((text) => text.startsWith('Import what is there')) ?? '';
  const [, policy = '{}'] = /```json\n([^`]*)```/.exec(chapter) ?? [];
  return (JSON.parse(policy) as { readonly Statement: readonly RunbookStatement[] }).Statement;
}

describe('permissions', () => {
  test.each(CASES)(
    '$address is looked up with the actions that its lookups declare',
    async ({ address, there, absent }) => {
      const calls = await Promise.all([there, absent].map((answers) => find(address, answers)));
      const made = calls.flatMap(({ calls }) => calls.map(actionOf));
      // What it belongs to is looked up too.
      const types = [address, ownerOf(address) ?? ''].map(typeOf);
      const declared = types.flatMap((type) => LOOKUPS[type]?.actions ?? []);
      expect(made.filter((action) => !declared.includes(action))).toEqual([]);
      expect(made).not.toEqual([]);
    },
  );

  test('the policy in the runbook allows what all lookups declare, and nothing else', () => {
    const Statement = runbookPolicy();
    const declared = new Set(Object.values(LOOKUPS).flatMap(({ actions }) => actions));
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([...declared].sort());
  });

  test('the policy in the runbook is for every partition that a stack can be synthesized for', () => {
    const resources = runbookPolicy().flatMap(({ Resource }) => Resource);
    const partitions = resources.filter((resource) => resource !== '*').map((resource) => resource.split(':')[1]);
    expect([...new Set(partitions)]).toEqual(['*']);
  });
});
