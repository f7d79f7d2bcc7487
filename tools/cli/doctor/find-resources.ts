import { type Semaphore, semaphore } from '../../../shared/domain/kit/concurrency/semaphore';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';
import { orAwsFailure } from '../stack/aws-failure';
import { LOOKUPS } from './lookups';
import type { Aws } from './lookups/aws';
import type { Found, Lookup, NotImportable, Values } from './lookups/lookup';
import type { PlannedResource, StackPlan } from './read-plan';

/** What AWS says of one resource of the plan. */
export type Finding =
  | ({ readonly kind: 'there' } & Found)
  | ({ readonly kind: 'not_importable' } & NotImportable)
  | { readonly kind: 'absent' }
  /** It could not be asked for: this is not the same as absent. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | ({ readonly kind: 'blocked' } & Blocked);

/** It cannot be found, or not be offered, before something else is settled. */
export interface Blocked {
  /** The address that is to be settled, which is blocked by nothing itself. */
  readonly by: string;
  /** Why that one is not settled. */
  readonly reason: string;
  /** It was found; one that is found by what blocks it was not even looked for. */
  readonly isThere: boolean;
}

export interface Search {
  /** By address. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** What no resource of the plan is at fault for. */
  readonly remarks: readonly string[];
}

/** Lookups at once. The APIs that describe things allow few calls a second, and the SDK repeats those that are throttled. */
const AT_ONCE = 5;
/** To an attribute of another resource of the plan. */
const REFERENCE = /\$\{(\w+\.[\w-]+)\.(\w+)\}/g;
/** Addresses of the resources that an attribute of the plan refers to. */
export const referredIn = (attribute: unknown): readonly string[] =>
  [...String(attribute ?? '').matchAll(REFERENCE)].map(([, address = '']) => address);
/** How the services name what they do not have, such as NoSuchEntity and QueueDoesNotExist. */
const NOT_THERE = /NotFound|NoSuch|DoesNotExist|NonExistent/;

/** Asks AWS for every resource of the plan. */
export async function findResources(plan: StackPlan, aws: Aws): Promise<Search> {
  const search = new ResourceSearch(plan, aws);
  const findings = plan.resources.map(async ({ address }) => [address, await search.findingOf(address)] as const);
  return { findings: new Map(await Promise.all(findings)), remarks: [...search.remarks] };
}

/** A resource is looked up once, after those that it is found by. */
export class ResourceSearch {
  /** Once each: two keys of a plan meet the same keys of the account. */
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

  /** What it belongs to, where that is of the plan too. Asked for first: a lookup that waits for another would hold its turn. */
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

  /** What the lookup needs; or the finding, where a resource that it refers to is not there or not known. */
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

  /** From the plan, where it is written or follows from what is written there; else from what was found. */
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
 * What belongs to a bucket, a role or a function is offered only where that one is found and is ours as far as can be told:
 * by its account, its tags or its name, as `own-tags.ts` says.
 */
function unlessOwnerIsMissing(finding: Finding, { address, finding: owner }: Owner): Finding {
  if (finding.kind !== 'there' || owner.kind === 'there') return finding;
  if (owner.kind === 'absent')
    return { kind: 'not_importable', reason: `it belongs to ${address}, which is not there` };
  return blockedBy(address, owner, true);
}

/** Names what is to be settled first, however many stand between. */
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

/** What a resource refers to that is not there has none either; an attribute that AWS left empty is not there. */
function foundAttribute(finding: Finding, address: string, attribute: string): string | Finding {
  if (finding.kind === 'absent') return finding;
  if (finding.kind !== 'there') return blockedBy(address, finding, false);
  const value = finding.attributes?.[attribute];
  if (value === undefined) return unknown(`${attribute} of ${address} is not known`);
  return value === '' ? { kind: 'absent' } : value;
}

/** One that is refused or fails says nothing of the others. What is no error of AWS is a bug, and thrown. */
async function failed(error: unknown, { actions }: Lookup): Promise<Finding> {
  const failure: unknown = await orAwsFailure(Promise.reject(error), 'its lookup').catch((coded) => coded);
  if (!(failure instanceof CodedError)) throw failure;
  const needed = failure.code === 'cli.not_authorized' ? ` (it needs ${actions.join(', ')})` : '';
  return unknown(`${failure.message}${needed}`);
}
