import { type Semaphore, semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { orAwsFailure } from '../stack/aws-failure';
import { LOOKUPS } from './lookups';
import type { Aws } from './lookups/aws';
import type { Found, Lookup, NotImportable, Values } from './lookups/lookup';
import type { PlannedResource, StackPlan } from './read-plan';

/** Result of the search for one resource of the plan. */
export type Finding =
  | ({ readonly kind: 'there' } & Found)
  | ({ readonly kind: 'not_importable' } & NotImportable)
  | { readonly kind: 'absent' }
  /** The lookup failed: not the same as absent. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | ({ readonly kind: 'blocked' } & Blocked);

/** The resource cannot be found or imported before another is settled. */
export interface Blocked {
  /** The address to settle first, which is itself not blocked. */
  readonly by: string;
  /** Why `by` is not settled. */
  readonly reason: string;
  /** Whether it was found. One that is found by `by` is not looked for. */
  readonly isThere: boolean;
}

export interface Search {
  /** By address. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** Remarks that concern no resource of the plan. */
  readonly remarks: readonly string[];
}

/** Concurrent lookups. Describe APIs allow few calls a second, and the SDK retries throttled ones. */
const AT_ONCE = 5;
/** Reference to an attribute of another resource of the plan. */
const REFERENCE = /\$\{(\w+\.[\w-]+)\.(\w+)\}/g;
/** Addresses of the resources that an attribute of the plan refers to. */
export const referredIn = (attribute: unknown): readonly string[] =>
  [...String(attribute ?? '').matchAll(REFERENCE)].map(([, address = '']) => address);
/** Names of not-found errors, such as NoSuchEntity and QueueDoesNotExist. */
const NOT_THERE = /NotFound|NoSuch|DoesNotExist|NonExistent/;

/** Looks up every resource of the plan in AWS. */
export async function findResources(plan: StackPlan, aws: Aws): Promise<Search> {
  const search = new ResourceSearch(plan, aws);
  const findings = plan.resources.map(async ({ address }) => [address, await search.findingOf(address)] as const);
  return { findings: new Map(await Promise.all(findings)), remarks: [...search.remarks] };
}

/** Memoized search: looks a resource up once, after those that it is found by. */
export class ResourceSearch {
  /** Without duplicates: lookups of two keys meet the same keys of the account. */
  readonly remarks = new Set<string>();
  private readonly resources: ReadonlyMap<string, PlannedResource>;
  private readonly findings = new Map<string, Promise<Finding>>();
  private readonly limited: Semaphore = semaphore(AT_ONCE);

  constructor(
    private readonly plan: StackPlan,
    private readonly aws: Aws,
    private readonly lookups: Readonly<Record<string, Lookup>> = LOOKUPS,
  ) {
    this.resources = new Map(plan.resources.map((resource) => [resource.address, resource]));
  }

  findingOf(address: string): Promise<Finding> {
    const known = this.findings.get(address) ?? this.find(address);
    this.findings.set(address, known);
    return known;
  }

  private async find(address: string): Promise<Finding> {
    const resource = this.resources.get(address);
    if (resource === undefined) return unknown(`${address} is not in the plan`);
    const lookup = this.lookups[resource.type];
    if (lookup === undefined) return unknown(`carillon doctor does not know ${resource.type}`);
    const values = await this.valuesOf(resource, lookup);
    if ('finding' in values) return values.finding;
    const owners = await this.ownersOf(resource, lookup);
    const finding = await this.limited.run(() => this.ask(lookup, values.values, resource));
    return owners.reduce(unlessOwnerIsMissing, finding);
  }

  /** Findings of what it belongs to in the plan. Awaited first: a lookup that waits for another would hold a semaphore slot. */
  private ownersOf({ body }: PlannedResource, { belongsTo = '' }: Lookup): Promise<readonly Owner[]> {
    return Promise.all(
      referredIn(body[belongsTo]).map(async (address) => ({ address, finding: await this.findingOf(address) })),
    );
  }

  private async ask(lookup: Lookup, values: Values, resource: PlannedResource): Promise<Finding> {
    try {
      const remark = (text: string) => void this.remarks.add(text);
      const finding = lookup.find(values, this.aws, { resource, plan: this.plan, remark });
      return findingFrom(await finding);
    } catch (error) {
      if (error instanceof Error && NOT_THERE.test(error.name)) return { kind: 'absent' };
      return failed(error, lookup);
    }
  }

  /** Values that the lookup needs; or the finding, if a resource that it refers to is absent or unknown. */
  private async valuesOf(
    { body }: PlannedResource,
    { needs }: Lookup,
  ): Promise<{ readonly values: Values } | { readonly finding: Finding }> {
    const values: Record<string, string> = {};
    for (const name of needs) {
      const value = await this.resolve(String(body[name] ?? ''));
      if (typeof value !== 'string') return { finding: value };
      values[name] = value;
    }
    return { values };
  }

  private async resolve(text: string): Promise<string | Finding> {
    let resolved = text;
    for (const [reference, address = '', attribute = ''] of text.matchAll(REFERENCE)) {
      const value = await this.attributeOf(address, attribute);
      if (typeof value !== 'string') return value;
      resolved = resolved.replace(reference, () => value);
    }
    return resolved;
  }

  /** The attribute as written in the plan or derived from it; else as found in AWS. */
  async attributeOf(address: string, attribute: string): Promise<string | Finding> {
    const resource = this.resources.get(address);
    const written = resource?.body[attribute];
    if (typeof written === 'string') return this.resolve(written);
    const derived = resource && (await this.derivedOf(resource))[attribute];
    return derived ?? foundAttribute(await this.findingOf(address), address, attribute);
  }

  private async derivedOf(resource: PlannedResource): Promise<Readonly<Record<string, string>>> {
    const lookup = this.lookups[resource.type];
    if (lookup?.derived === undefined) return {};
    const values = await this.valuesOf(resource, lookup);
    return 'finding' in values ? {} : lookup.derived(values.values, this.aws.place);
  }
}

interface Owner {
  readonly address: string;
  readonly finding: Finding;
}

/**
 * Offers the import of what belongs to a bucket, a role or a function only if that owner is found and counts as ours by its
 * account, tags or name, as `own-tags.ts` says.
 */
function unlessOwnerIsMissing(finding: Finding, { address, finding: owner }: Owner): Finding {
  if (finding.kind !== 'there' || owner.kind === 'there') return finding;
  if (owner.kind === 'absent')
    return { kind: 'not_importable', reason: `it belongs to ${address}, which is not in AWS` };
  return blockedBy(address, owner, true);
}

/** Names the first resource to settle, through any number of blocked ones. */
const blockedBy = (address: string, finding: Unsettled, isThere: boolean): Finding =>
  finding.kind === 'blocked'
    ? { ...finding, isThere }
    : { kind: 'blocked', by: address, reason: finding.reason, isThere };

type Unsettled = Exclude<Finding, { readonly kind: 'there' | 'absent' }>;

const unknown = (reason: string): Finding => ({ kind: 'unknown', reason });

function findingFrom(result: Found | NotImportable | undefined): Finding {
  if (result === undefined) return { kind: 'absent' };
  return 'id' in result ? { kind: 'there', ...result } : { kind: 'not_importable', ...result };
}

/** Attribute of a found resource. Absent, if the resource is absent or AWS left the attribute empty. */
function foundAttribute(finding: Finding, address: string, attribute: string): string | Finding {
  if (finding.kind === 'absent') return finding;
  if (finding.kind !== 'there') return blockedBy(address, finding, false);
  const value = finding.attributes?.[attribute];
  if (value === undefined) return unknown(`${attribute} of ${address} is not known`);
  return value === '' ? { kind: 'absent' } : value;
}

/** Turns an AWS error into an unknown finding, so that other lookups go on. Throws any other error: it is a bug. */
async function failed(error: unknown, { actions }: Lookup): Promise<Finding> {
  const failure: unknown = await orAwsFailure(Promise.reject(error), 'its lookup').catch((coded) => coded);
  if (!(failure instanceof CodedError)) throw failure;
  const needed = failure.code === 'cli.not_authorized' ? ` (it needs ${actions.join(', ')})` : '';
  return unknown(`${failure.message}${needed}`);
}
