import type { Diagnosis, Unsettled } from './diagnosis';
import type { StackPlan } from './read-plan';

/** The report beside the import blocks: how many of each kind, then every resource that needs a decision. */
export function formatDiagnosis(diagnosis: Diagnosis, { resources, accountId, region }: StackPlan): string {
  const { gone, replaced, notImportable, unknown, remarks } = diagnosis;
  return [
    `${resources.length} resources of the plan, looked for in account ${accountId}, ${region}: ${verdict(diagnosis)}`,
    ...counts(diagnosis).flatMap(([count, what]) => (count === 0 ? [] : `${String(count).padStart(6)} ${what}`)),
    ...section('In the state, not in AWS:', gone),
    ...section('To be destroyed or replaced:', replaced.map(withReason)),
    ...section('Cannot be imported:', notImportable.map(withReason)),
    ...section('Not known:', unknown.map(withReason)),
    ...blockedSections(diagnosis),
    ...section('Remarks:', remarks),
  ].join('\n');
}

type Count = readonly [count: number, what: string];

function counts(diagnosis: Diagnosis): readonly Count[] {
  const { isStateGiven, imports, managed, gone, replaced, absent, notImportable, unknown, blocked } = diagnosis;
  const outside = isStateGiven ? ', not in the state' : '';
  return [
    [
      imports.length,
      isStateGiven ? `in AWS${outside}: to be imported` : 'in AWS: to be imported, if the state is lost',
    ],
    [managed.length, 'in AWS and in the state'],
    [gone.length, 'in the state, not in AWS: the next apply creates them again'],
    [replaced.length, 'in the state, and the next apply destroys or replaces them'],
    [absent.length, `${isStateGiven ? 'neither in AWS nor in the state' : 'not in AWS'}: the next apply creates them`],
    [notImportable.length, `in AWS${outside}, and cannot be imported`],
    [unknown.length, 'not known: their lookups failed'],
    [blocked.length, 'blocked by another, which is to be settled first'],
  ];
}

function verdict(diagnosis: Diagnosis): string {
  const { isStateGiven, imports, managed, gone, replaced, absent, notImportable, unknown, blocked } = diagnosis;
  const outside = imports.length + notImportable.length;
  const waiting = replaced.length + blocked.length;
  const waitingToo = [
    replaced.length > 0 ? `; ${replaced.length} are to be destroyed or replaced` : '',
    blocked.length > 0 ? `; ${blocked.length} are blocked` : '',
  ].join('');
  if (unknown.length > 0) return 'not all lookups succeeded';
  if (outside + managed.length + waiting === 0) return 'nothing is in AWS';
  if (!isStateGiven)
    return `${outside} are in AWS; without --state it is not known which of them the state has${waitingToo}`;
  if (outside + gone.length + absent.length + waiting === 0) return 'all are in AWS and in the state';
  if (outside + waiting === 0) return 'nothing is in AWS that is not in the state';
  return `${outside} are in AWS and not in the state${waitingToo}`;
}

/** Adds the reason only if the blocking resource is not listed above with its own. */
function blockedSections({ blocked, replaced, notImportable, unknown }: Diagnosis): readonly string[] {
  const told = new Set([...replaced, ...notImportable, ...unknown].map(({ address }) => address));
  return [...new Map(blocked.map(({ by, reason }) => [by, reason]))].flatMap(([by, reason]) =>
    section(
      told.has(by) ? `Blocked by ${by}:` : `Blocked by ${by} (${reason}):`,
      blocked.filter((one) => one.by === by).map(({ address }) => address),
    ),
  );
}

const withReason = ({ address, reason }: Unsettled): string => `${address}: ${reason}`;

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
