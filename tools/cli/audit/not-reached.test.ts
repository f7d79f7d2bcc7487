import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_REACHED, RUNBOOK_SECTION } from './not-reached';

const RUNBOOK = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'runbook.md'), 'utf8');

test('the places, their order and how long they hold the address are those of the section of the runbook', () => {
  const section = RUNBOOK.split('\n### ').find((text) => text.startsWith(`${RUNBOOK_SECTION}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \| .+ \|$/gm)].slice(2);
  const documented = rows.map(([, place = '', until = '']) => ({ place, until: until.replaceAll('`', '') }));
  expect(NOT_REACHED.map(({ place, until }) => ({ place, until }))).toEqual(documented);
});
