import type { Diagnosis, Unsettled } from './diagnosis';
import type { StackPlan } from './read-plan';

/** What a person is told beside the import blocks: how many of each kind, then all that asks for a decision. */
export function formatDiagnosis(diagnosis: Diagnosis, { resources, accountId, region }: StackPlan): string {
  const { imports, managed, gone, absent, notImportable, unknown } = diagnosis;
  const counts: readonly (readonly [number, string])[] = [
    [imports.length, 'there and not in the state: to be imported'],
    [managed.length, 'there and in the state'],
    [gone.length, 'in the state and not there: the next apply creates them again'],
    [absent.length, 'neither there nor in the state: the next apply creates them'],
    [notImportable.length, 'there and not in the state, and cannot be imported'],
    [unknown.length, 'not known: they could not be asked for'],
  ];
  return [
    `${resources.length} resources of the plan, looked for in account ${accountId}, ${region}: ${verdict(diagnosis)}`,
    ...counts.flatMap(([count, what]) => (count === 0 ? [] : `${String(count).padStart(6)} ${what}`)),
    ...section('In the state and not there:', gone),
    ...section('Cannot be imported:', notImportable.map(withReason)),
    ...section('Not known:', unknown.map(withReason)),
  ].join('\n');
}

function verdict({ imports, managed, gone, absent, notImportable, unknown }: Diagnosis): string {
  if (unknown.length > 0) return 'not all could be asked for';
  if (imports.length + managed.length + notImportable.length === 0) return 'nothing is there';
  if (imports.length + gone.length + absent.length + notImportable.length === 0)
    return 'all are there and in the state';
  if (imports.length + notImportable.length === 0) return 'nothing is there that is not in the state';
  return `${imports.length + notImportable.length} are there and not in the state`;
}

const withReason = ({ address, reason }: Unsettled): string => `${address}: ${reason}`;

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
