import { CodedError } from '../../../shared/domain/coded-error';
import { type Finding, ResourceSearch, referredIn } from './find-resources';
import { LOOKUPS } from './lookups';
import type { Aws } from './lookups/aws';
import type { Lookup } from './lookups/lookup';
import type { PlannedResource, StackPlan } from './read-plan';
import type { Attributes, State } from './read-state';

/** What the state has of the plan's resources. */
export interface Comparison {
  /** In the state, and nothing there says that they are others than the plan's. */
  readonly held: ReadonlySet<string>;
  /** In the state under another name. */
  readonly renamed: ReadonlyMap<string, Difference>;
}

export interface Difference {
  readonly held: string;
  readonly planned: string;
  /** In another account or region. A name changes with a version of the stack, a place never does. */
  readonly isElsewhere?: boolean;
}

/** Attributes that name a resource or what it belongs to. Terraform replaces a resource to change them. */
const NAMES = [
  ...['name', 'bucket', 'function_name', 'alarm_name', 'log_group_name', 'role', 'rule', 'topic_arn'],
  ...['configuration_set_name', 'event_destination_name', 'email_identity'],
];

/**
 * Addresses are the same in every environment: only names and places tell whose state it is. A few names may differ, where
 * the stack has renamed something since.
 *
 * @throws CodedError `cli.other_state`, where as many differ as agree, or anything is elsewhere
 */
export async function compareState(state: State, plan: StackPlan, aws: Aws): Promise<Comparison> {
  const search = new ResourceSearch(plan, aws, withoutAsking(LOOKUPS));
  const renamed = new Map<string, Difference>();
  for (const { address } of plan.resources) {
    const difference = await differenceOf(address, state.get(address) ?? {}, plan, search);
    if (difference !== undefined) renamed.set(address, difference);
  }
  const held = new Set([...state.keys()].filter((address) => !renamed.has(address)));
  refuseOther(held, renamed, plan);
  return { held, renamed };
}

/** What is known of the plan alone. */
const withoutAsking = (lookups: Readonly<Record<string, Lookup>>): Readonly<Record<string, Lookup>> =>
  Object.fromEntries(
    Object.entries(lookups).map(([type, one]) => [type, { ...one, find: async () => ({ reason: 'not asked for' }) }]),
  );

async function differenceOf(
  address: string,
  attributes: Attributes,
  { region, accountId }: StackPlan,
  search: ResourceSearch,
): Promise<Difference | undefined> {
  const { arn } = attributes;
  if (typeof arn === 'string' && isElsewhere(arn, region, accountId))
    return { held: arn, planned: `${region}, account ${accountId}`, isElsewhere: true };
  for (const name of NAMES) {
    const [held, planned] = [attributes[name], await search.attributeOf(address, name)];
    if (typeof held === 'string' && typeof planned === 'string' && !isSameName(held, planned)) return { held, planned };
  }
  return undefined;
}

/** Some services, such as IAM and S3, leave the region or the account out of their ARNs. */
function isElsewhere(arn: string, region: string, accountId: string): boolean {
  const [, , , heldRegion, heldAccount] = arn.split(':');
  return (!!heldRegion && heldRegion !== region) || (!!heldAccount && heldAccount !== accountId);
}

/** A function may stand in the state by its ARN where the plan has its name. */
const isSameName = (held: string, planned: string): boolean => held === planned || held.endsWith(`:${planned}`);

function refuseOther(held: ReadonlySet<string>, renamed: Comparison['renamed'], { resources }: StackPlan): void {
  const all = [...renamed];
  const [address, difference] = all.find(([, { isElsewhere }]) => isElsewhere) ?? all[0] ?? [];
  if (address === undefined || difference === undefined) return;
  const agreeing = resources.filter((resource) => held.has(resource.address)).length;
  if (difference.isElsewhere || renamed.size >= agreeing) throw otherState(address, difference);
}

/** A finding beside the state: Terraform replaces what the state has under another name, whether AWS has the new one or not. */
export type Compared = Finding | { readonly kind: 'renamed' | 'not_in_state'; readonly reason: string };

export const withRenamed = (
  findings: ReadonlyMap<string, Finding>,
  comparison: Comparison,
  { resources }: Pick<StackPlan, 'resources'>,
): ReadonlyMap<string, Compared> => {
  const planned = new Map(resources.map((resource) => [resource.address, resource]));
  return new Map(
    [...findings].map(([address, finding]) => {
      const reason = replacementOf(address, finding, comparison, planned.get(address));
      return [address, reason === undefined ? finding : { kind: 'renamed', reason }];
    }),
  );
};

/** Why the next apply replaces it. */
function replacementOf(
  address: string,
  finding: Finding,
  { held, renamed }: Comparison,
  resource: PlannedResource | undefined,
): string | undefined {
  const difference = renamed.get(address);
  if (difference !== undefined) return replacement(difference, finding);
  if (finding.kind !== 'absent' || !held.has(address) || resource === undefined) return undefined;
  const owner = namedBy(resource).find((one) => renamed.has(one));
  return owner && `it is found by ${owner}, which the state has under another name: the next apply replaces both`;
}

/** No advice to delete one of the two: either may be a ledger or a bucket that holds all the data. */
function replacement({ held, planned }: Difference, finding: Finding): string {
  const names = `in the state as '${held}', planned as '${planned}'`;
  if (finding.kind === 'absent') return `${names}: the next apply replaces it`;
  if (finding.kind !== 'there') return `${names}: the next apply replaces it; and of '${planned}': ${finding.reason}`;
  return `${names}, and '${planned}' is there already: delete neither and do not apply before you know which holds the data; runbook, "A new name"`;
}

/** The resources that one is found by: Terraform replaces it with them. */
const namedBy = ({ type, body }: PlannedResource): readonly string[] =>
  (LOOKUPS[type]?.needs ?? []).flatMap((name) => referredIn(body[name]));

const otherState = (address: string, { held, planned }: Difference): CodedError =>
  new CodedError(
    'cli.other_state',
    `the state is of another environment: its ${address} is '${held}', and the plan's '${planned}'`,
    'terraform state pull in the folder of the plan, or name the folder of the environment that the state is of',
  );
