import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DELIVERY_STATES } from '../../shared/domain/delivery/claim';

const GLOSSARY = readFileSync(join(__dirname, '..', '..', 'docs', 'glossary.md'), 'utf8');

/** The terms in the first column of the table below a heading. */
function termsBelow(heading: string, markdown: string): string[] {
  const section = markdown.split('\n## ').find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, term = '']) => term);
}

it('reads the terms of one section only', () => {
  expect(termsBelow('B', '# T\n\n## A\n\n| `one` | x |\n\n## B\n\n| state | x |\n| `two` | `three` |\n')).toEqual([
    'two',
  ]);
});

it('the glossary explains every state of a delivery, in the order of the code, and no other', () => {
  expect(termsBelow('States of a delivery', GLOSSARY)).toEqual(DELIVERY_STATES);
});
