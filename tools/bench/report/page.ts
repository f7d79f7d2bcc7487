import { sentences } from './compare';
import { spreadOf } from './format';
import type { Machine } from './machine';
import type { Result } from './result';
import type { Run, Section } from './run';
import { lostTo, summary } from './summary';

const INTRODUCTION = `Written by \`npm run bench -- --write\` ([\`tools/bench\`](../tools/bench)); every figure is of that one run. Compare only figures of one run: they depend on the machine.

- Unless a section says otherwise, what is measured is the bundle of each function as it is deployed, in a process of its own, and the subjects of a table do the same work. AWS and receivers are doubles on loopback, in other processes: their answers have the form and size of the real ones, without their latency, and each conditional write is granted.
- Subjects run in alternation, and each run starts a new process, so that drift of the machine affects all alike. A delivery row fails if a delivery does not arrive, or a subject does not write what it has to.
- CPU time is user and system time of the function's process. A figure is the median of the runs, with the first and third quartile in brackets.
- A ratio is Carillon's median divided by the other's; the unit says whether less or more is better. It is stated only if the quartiles do not overlap, and neither range is wider than the difference. A sentence names in bold what is better than Carillon.
- Peers are written as the documentation of their libraries shows ([\`tools/bench/peers\`](../tools/bench/peers)). A “limit” is the least that a function could do: it neither claims a delivery nor records its result, unless its name says so.`;

/** Consecutive results of one title: the columns of a table. */
export function tablesOf(results: readonly Result[]): Result[][] {
  const tables: Result[][] = [];
  for (const result of results) {
    const last = tables.at(-1);
    if (last?.[0]?.title === result.title) last.push(result);
    else tables.push([result]);
  }
  return tables;
}

/** Name of the plot of a table, which shows its first column. */
export const plotName = (id: string): string => `${id}.svg`;

/** The text of `docs/benchmarks.md`. */
export function page({ machine, startedAt, commit, sections }: Run): string {
  const results = sections.flatMap((section) => section.results);
  const parts = [
    '# Benchmarks',
    INTRODUCTION,
    aboutMachine(machine, startedAt, commit),
    '## In short',
    summary(sections.flatMap((section) => tablesOf(section.results))),
    '## Where a peer is better',
    lostTo(results),
    ...sections.flatMap(sectionParts),
    '## Raw samples',
    'Every sample of every subject is in [`benchmarks/samples.json`](benchmarks/samples.json).',
  ];
  return `${parts.join('\n\n')}\n`;
}

function aboutMachine(machine: Machine, startedAt: string, commit: string): string {
  const { cpu, cores, memoryGigabytes, system, node, versions } = machine;
  const rows = [
    ['date', startedAt.slice(0, 10)],
    ['commit', commit],
    ['machine', `${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}`],
    ['Node', node],
    [
      'packages',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ];
  return ['| of this run | |', '| --- | --- |', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function sectionParts({ method, results }: Section): string[] {
  return tablesOf(results).flatMap((table, index) => {
    const [first] = table;
    if (first === undefined) return [];
    const shown =
      first.measured.length > 1 ? [`![${first.title}: ${first.unit}](benchmarks/${plotName(first.id)})`] : [];
    const lines = sentences(table).map((sentence) => `- ${sentence}.`);
    return [
      `## ${first.title}`,
      ...(index === 0 ? [method] : []),
      ...shown,
      tableOf(table),
      ...(lines.length > 0 ? [lines.join('\n')] : []),
    ];
  });
}

/** One line a subject, one column a result. */
function tableOf(results: readonly Result[]): string {
  const subjects = [...new Set(results.flatMap(({ measured }) => measured.map(({ subject }) => subject)))];
  const cell = (result: Result, subject: string) => {
    const samples = result.measured.find((one) => one.subject === subject)?.samples;
    return samples === undefined ? '–' : spreadOf(samples);
  };
  return [
    `| | ${results.map(({ unit }) => unit).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(results.length)}`,
    ...subjects.map((subject) => `| ${subject} | ${results.map((result) => cell(result, subject)).join(' | ')} |`),
  ].join('\n');
}
