import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { ResourceSearch } from './find-resources';
import { LOOKUPS } from './lookups';
import type { Aws } from './lookups/aws';
import type { Lookup } from './lookups/lookup';
import type { PlannedResource, StackPlan } from './read-plan';
import type { Attributes, Held } from './read-state';

/** The plan's resources that the state has. */
export interface Comparison {
  /** In the state, under names that do not make the next apply replace them. */
  readonly held: ReadonlySet<string>;
  /** In the state under another name: Terraform replaces them. */
  readonly renamed: ReadonlyMap<string, Difference>;
  /** Held, with an attribute that the next apply changes in place; until then AWS has the state's value. */
  readonly updated: ReadonlyMap<string, Difference>;
}

export interface Difference {
  /** Its name in the plan. */
  readonly attribute: string;
  readonly held: string;
  readonly planned: string;
  /** In another account or region. A new version of the stack may change a name, but never account or region. */
  readonly isElsewhere?: boolean;
}

/**
 * Compares names, accounts and regions, because addresses are the same in every environment. A few names may differ, if the
 * stack has renamed something since.
 *
 * @throws CodedError `cli.other_state`, if at least as many differ as agree, or any account or region differs
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

/** Lookups that make no AWS calls: they resolve what follows from the plan alone. */
const withoutAsking = (lookups: Readonly<Record<string, Lookup>>): Readonly<Record<string, Lookup>> =>
  Object.fromEntries(
    Object.entries(lookups).map(([type, one]) => [type, { ...one, find: async () => ({ reason: 'not asked for' }) }]),
  );

/** The difference that makes Terraform replace the resource; else one that it changes in place. */
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

/** Ignores missing parts: ARNs of some services, such as IAM and S3, have no region or account. */
function isElsewhere(arn: string, region: string, accountId: string): boolean {
  const [, , , heldRegion, heldAccount] = arn.split(':');
  return (!!heldRegion && heldRegion !== region) || (!!heldAccount && heldAccount !== accountId);
}

/** The state may have a function's ARN where the plan has its name. */
const isSameName = (held: string, planned: string): boolean => held === planned || held.endsWith(`:${planned}`);

function refuseOther({ held, renamed, updated }: Comparison, { resources }: StackPlan): void {
  const all = [...renamed, ...updated];
  const [address, difference] = all.find(([, { isElsewhere }]) => isElsewhere) ?? all[0] ?? [];
  if (address === undefined || difference === undefined) return;
  const agreeing = resources.filter((one) => held.has(one.address) && !updated.has(one.address)).length;
  if (difference.isElsewhere || all.length >= agreeing) throw otherState(address, difference);
}

/** The plan with the state's values of `updated`, which AWS has until the next apply. */
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
