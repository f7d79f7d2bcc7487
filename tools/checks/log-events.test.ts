import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readSources, type Sources } from '../support/files/read-sources';
import { nodesOf, readProject } from './errors-doc/source-project';
import { textValues } from './errors-doc/text-values';

const ROOT = join(__dirname, '..', '..');

/** Events of all log lines that these sources can write: the first arguments of `log.info(…)` and `log.error(…)`, sorted. */
function loggedEvents(sources: Sources): string[] {
  const project = readProject(sources);
  const calls = project.files.flatMap(nodesOf).filter(ts.isCallExpression);
  const logged = calls.filter(({ expression }) => /\blog\.(?:info|error)$/.test(expression.getText()));
  const events = logged.flatMap(({ arguments: [event] }) => (event ? textValues(event, project) : []));
  return [...new Set(events)].sort();
}

/** Names in backticks in the first column of the table below the heading "Logs", sorted. */
function documentedEvents(markdown: string): string[] {
  const section = markdown.split('\n## ').find((text) => text.startsWith('Logs\n')) ?? '';
  const cells = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell);
  return cells
    .flatMap((cell) => cell.match(/(?<=`)\w+(?=`)/g) ?? [])
    .filter((name) => name !== 'event')
    .sort();
}

it('finds events that are literals, constants and imported constants', () => {
  const sources = new Map([
    ['names.ts', "export const STRAY = 'stray';"],
    [
      'a.ts',
      "import { STRAY } from './names'; log.error(STRAY, {}); dependencies.log.info('done', {}); dialog.info('x');",
    ],
  ]);
  expect(loggedEvents(sources)).toEqual(['done', 'stray']);
});

it('reads each name of the first column below the heading "Logs"', () => {
  const table = '| `event` | meaning |\n| --- | --- |\n| `b`, `a` | `c` |\n';
  expect(documentedEvents(`# T\n\n## A\n\n${table}\n## Logs\n\n${table}| \`d\` | x |\n\n## B\n`)).toEqual([
    'a',
    'b',
    'd',
  ]);
});

it('the runbook names every event that a deployed function logs, and no other', () => {
  const sources = readSources(ROOT, ['shared', 'handlers']);
  const deployed = [...sources].filter(
    ([path]) => !/\.test\.ts$|^shared\/testing\/|\/testing\/|\/_template\//.test(path),
  );
  const runbook = readFileSync(join(ROOT, 'docs', 'runbook.md'), 'utf8');
  expect(documentedEvents(runbook)).toEqual(loggedEvents(new Map(deployed)));
});
