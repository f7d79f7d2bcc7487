import type { Comparison, Difference } from './compare-state';
import { type Finding, referredIn } from './find-resources';
import { LOOKUPS } from './lookups';
import type { PlannedResource, StackPlan } from './read-plan';
import type { State } from './read-state';

/** A finding compared with the state: Terraform replaces a renamed resource, whether or not AWS has the new name. */
export type Compared = Finding | { readonly kind: 'replaced' | 'not_in_state'; readonly reason: string };

/** Marks every resource that the next apply destroys, whatever was found in AWS. */
export const withReplaced = (
  findings: ReadonlyMap<string, Finding>,
  comparison: Comparison,
  state: State,
  { resources }: Pick<StackPlan, 'resources'>,
): ReadonlyMap<string, Compared> => {
  const planned = new Map(resources.map((resource) => [resource.address, resource]));
  return new Map(
    [...findings].map(([address, finding]) => {
      const reason =
        renaming(address, finding, comparison) ??
        tainting(address, finding, state) ??
        leftOver(address, state) ??
        replacedWithOwner(planned.get(address), finding, comparison);
      return [address, reason === undefined ? finding : { kind: 'replaced', reason }];
    }),
  );
};

/** Never advises to delete one of the two: either may be a ledger or a bucket that holds all the data. */
function renaming(address: string, finding: Finding, { renamed }: Comparison): string | undefined {
  const difference = renamed.get(address);
  if (difference === undefined) return undefined;
  const { held, planned } = difference;
  const names = `in the state as '${held}', planned as '${planned}'`;
  if (finding.kind === 'absent') return `${names}: the next apply replaces it`;
  if (finding.kind !== 'there') return `${names}: the next apply replaces it; and of '${planned}': ${finding.reason}`;
  return `${names}, and '${planned}' exists already: delete neither and do not apply before you know which holds the data; runbook, "A new name"`;
}

/** An absent resource has nothing to destroy: Terraform creates it again, tainted or not. */
const tainting = (address: string, finding: Finding, { tainted }: State): string | undefined =>
  tainted.has(address) && finding.kind !== 'absent'
    ? `it is tainted in the state, as after a create that failed halfway: the next apply destroys it with all that it holds, and creates a new one; where it is whole, terraform untaint ${address}, and run doctor again; else move out first what you need of it`
    : undefined;

/** A deposed resource may have the plan's name: an import would not keep Terraform from destroying it. */
function leftOver(address: string, { deposed }: State): string | undefined {
  const left = deposed.filter((one) => one.address === address).map(({ key, id }) => `'${id}' (deposed ${key})`);
  return left.length === 0
    ? undefined
    : `a replacement has left ${left.join(', ')} in the state: the next apply destroys that with all that it holds; to keep it, terraform state rm ${address}, which deletes nothing in AWS, and run doctor again`;
}

/** A resource that is found by a replaced one, such as by the id of an API, is replaced too. */
function replacedWithOwner(
  resource: PlannedResource | undefined,
  finding: Finding,
  { held, renamed }: Comparison,
): string | undefined {
  if (finding.kind !== 'absent' || resource === undefined || !held.has(resource.address)) return undefined;
  const owner = namedBy(resource).find((one) => renamed.has(one));
  return owner && `it is found by ${owner}, which the state has under another name: the next apply replaces both`;
}

const namedBy = ({ type, body }: PlannedResource): readonly string[] => {
  const { needs = [], changedInPlace = [] } = LOOKUPS[type] ?? {};
  return needs.filter((name) => !changedInPlace.includes(name)).flatMap((name) => referredIn(body[name]));
};

export const updatedRemarks = ({ updated }: Comparison): readonly string[] =>
  [...updated].map(
    ([address, { attribute, held, planned }]: readonly [string, Difference]) =>
      `${address}: its ${attribute} is '${held}' in the state and '${planned}' in the plan; the next apply changes it in place`,
  );

/** A stack has no modules; a data source is no resource. */
const OTHERS = /^(module|data)\./;
/** Terraform treats `[0]` as the resource without an index, if the plan has no `count` any more. */
const FIRST = /\[0\]$/;

/** Remarks only, because Terraform may read other files of the folder that declare the resources. */
export function unplannedRemarks(
  { held, deposed }: State,
  { resources }: Pick<StackPlan, 'resources'>,
): readonly string[] {
  const planned = new Set(resources.map(({ address }) => address));
  return [...new Set([...held.keys(), ...deposed.map(({ address }) => address)])]
    .filter((address) => !OTHERS.test(address) && !planned.has(address.replace(FIRST, '')))
    .map((address) => `${address}: in the state and not in the plan; ${UNPLANNED}`);
}

const UNPLANNED = 'the next apply destroys it with all that it holds, unless another file of the folder declares it';
