import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { ResourceSearch } from './find-resources';
import { LOOKUPS } from './lookups';
import type { Aws } from './lookups/aws';
import type { Lookup } from './lookups/lookup';
import type { PlannedResource, StackPlan } from './read-plan';
import type { Attributes, Held } from './read-state';

/** What the state has of the plan's resources. */
export interface Comparison {
  /** In the state, and nothing there says that the next apply replaces them. */
  readonly held: ReadonlySet<string>;
  /** In the state under another name: Terraform replaces them. */
  readonly renamed: ReadonlyMap<string, Difference>;
  /** Held, and found in AWS by what the state has until the next apply, which changes them in place. */
  readonly updated: ReadonlyMap<string, Difference>;
}

export interface Difference {
  /** Its name in the plan. */
  readonly attribute: string;
  readonly held: string;
  readonly planned: string;
  /** In another account or region. A name changes with a version of the stack, a place never does. */
  readonly isElsewhere?: boolean;
}

/**
 * Addresses are the same in every environment: only names and places tell whose state it is. A few names may differ, where
 * the stack has renamed something since.
 *
 * @throws CodedError `cli.other_state`, where as many differ as agree, or anything is elsewhere
 */
export async function compareState(state: Held, plan: StackPlan, aws: Aws): Promise<Comparison> {
  const search = new ResourceSearch(plan, aws, withoutAsking(LOOKUPS));
  const [renamed, updated] = [new Map<string, Difference>(), new Map<string, Difference>()];
  for (const resource of plan.resources) {
    const { address } = resource;
    const difference = await differenceOf(resource, state.get(address) ?? {}, plan, search);
    if (difference !== undefined) (isChangedInPlace(resource, difference) ? updated : renamed).set(address, difference);
  }
  const held = new Set([...state.keys()].filter((address) => !renamed.has(address)));
  refuseOther({ held, renamed, updated }, plan);
  return { held, renamed, updated };
}

const isChangedInPlace = ({ type }: PlannedResource, { attribute }: Difference): boolean =>
  LOOKUPS[type]?.changedInPlace?.includes(attribute) ?? false;

/** What is known of the plan alone. */
const withoutAsking = (lookups: Readonly<Record<string, Lookup>>): Readonly<Record<string, Lookup>> =>
  Object.fromEntries(
    Object.entries(lookups).map(([type, one]) => [type, { ...one, find: async () => ({ reason: 'not asked for' }) }]),
  );

/** What Terraform replaces it for; else what it changes in place. */
async function differenceOf(
  resource: PlannedResource,
  attributes: Attributes,
  { region, accountId }: StackPlan,
  search: ResourceSearch,
): Promise<Difference | undefined> {
  const { arn } = attributes;
  if (typeof arn === 'string' && isElsewhere(arn, region, accountId))
    return { attribute: 'arn', held: arn, planned: `${region}, account ${accountId}`, isElsewhere: true };
  const differences: Difference[] = [];
  for (const attribute of LOOKUPS[resource.type]?.needs ?? []) {
    const [held, planned] = [attributes[attribute], await search.attributeOf(resource.address, attribute)];
    if (typeof held === 'string' && typeof planned === 'string' && !isSameName(held, planned))
      differences.push({ attribute, held, planned });
  }
  return differences.find((one) => !isChangedInPlace(resource, one)) ?? differences[0];
}

/** Some services, such as IAM and S3, leave the region or the account out of their ARNs. */
function isElsewhere(arn: string, region: string, accountId: string): boolean {
  const [, , , heldRegion, heldAccount] = arn.split(':');
  return (!!heldRegion && heldRegion !== region) || (!!heldAccount && heldAccount !== accountId);
}

/** A function may stand in the state by its ARN where the plan has its name. */
const isSameName = (held: string, planned: string): boolean => held === planned || held.endsWith(`:${planned}`);

function refuseOther({ held, renamed, updated }: Comparison, { resources }: StackPlan): void {
  const all = [...renamed, ...updated];
  const [address, difference] = all.find(([, { isElsewhere }]) => isElsewhere) ?? all[0] ?? [];
  if (address === undefined || difference === undefined) return;
  const agreeing = resources.filter((one) => held.has(one.address) && !updated.has(one.address)).length;
  if (difference.isElsewhere || all.length >= agreeing) throw otherState(address, difference);
}

/** The plan as AWS has it until the next apply changes `updated` in place. */
export const asHeld = (plan: StackPlan, updated: Comparison['updated']): StackPlan => ({
  ...plan,
  resources: plan.resources.map((resource) => {
    const difference = updated.get(resource.address);
    return difference === undefined
      ? resource
      : { ...resource, body: { ...resource.body, [difference.attribute]: difference.held } };
  }),
});

const otherState = (address: string, { held, planned }: Difference): CodedError =>
  new CodedError(
    'cli.other_state',
    `the state is of another environment: its ${address} is '${held}', and the plan's '${planned}'`,
    'terraform state pull in the folder of the plan, or name the folder of the environment that the state is of',
  );
