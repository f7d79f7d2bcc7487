import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unproved } from './judge-faults';
import { readFaults } from './read-faults';

const ROOT = join(__dirname, '..', '..', '..');

describe('readFaults', () => {
  it('reads fault, outcome and proofs of each row', () => {
    const table = [
      '# Faults',
      '',
      '## Email',
      '',
      '| fault | outcome | proved by |',
      '| --- | --- | --- |',
      '| a comma | refused | `a.test.ts` › refuses a comma<br>`b.test.ts` › refuses … |',
      '',
      '## What remains',
      '',
      '| what | when | how likely |',
      '| --- | --- | --- |',
      '| a | b | c |',
    ];
    const proofs = [
      { file: 'a.test.ts', name: 'refuses a comma' },
      { file: 'b.test.ts', name: 'refuses …' },
    ];
    expect(readFaults(table.join('\n'))).toEqual([{ section: 'Email', fault: 'a comma', outcome: 'refused', proofs }]);
  });
});

describe('unproved', () => {
  const row = (name: string) => ({
    section: 'Email',
    fault: 'a comma',
    outcome: 'refused',
    proofs: [{ file: 'a.test.ts', name }],
  });
  const results = [
    { file: 'a.test.ts', name: 'refuses a comma', status: 'passed' },
    { file: 'a.test.ts', name: 'refuses a dot', status: 'passed' },
    { file: 'a.test.ts', name: 'takes a dash', status: 'failed' },
    { file: 'a.test.ts', name: 'takes a plus', status: 'pending' },
  ];

  it.each(['refuses a comma', 'refuses …'])('has nothing to say where the tests have passed: %s', (name) => {
    expect(unproved([row(name)], results)).toEqual([]);
  });

  it.each([
    ['refuses', 'Email, a comma: a.test.ts › refuses does not exist or did not run'],
    ['takes a dash', 'Email, a comma: a.test.ts › takes a dash: takes a dash failed'],
    ['takes a p…', 'Email, a comma: a.test.ts › takes a p…: takes a plus pending'],
  ])('names what did not pass: %s', (name, expected) => {
    expect(unproved([row(name)], results)).toEqual([expected]);
  });
});

describe('docs/faults.md', () => {
  const rows = readFaults(readFileSync(join(ROOT, 'docs', 'faults.md'), 'utf8'));

  it('has a table in every section', () => {
    const sections = [
      'Envelope',
      'Email',
      'Webhook address',
      'Webhook endpoint',
      'Delivery',
      'Files of notifications',
      'What users of others complain about',
      "On the developer's machine",
    ];
    expect([...new Set(rows.map(({ section }) => section))]).toEqual(sections);
  });

  it('names files that exist, and a test in each', () => {
    const proofs = rows.flatMap((row) => row.proofs);
    expect(proofs.filter(({ file, name }) => name === '' || !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
