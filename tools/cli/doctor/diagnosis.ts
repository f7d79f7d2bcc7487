import type { Blocked } from './find-resources';
import type { StackPlan } from './read-plan';
import type { State } from './read-state';
import type { Compared } from './replaced';

export interface Import {
  readonly address: string;
  readonly id: string;
}

export interface Unsettled {
  readonly address: string;
  readonly reason: string;
}

export type Waiting = Unsettled & Pick<Blocked, 'by'>;

/** Every resource of the plan, in one list each by what an operator does about it. */
export interface Diagnosis {
  /** False: `imports` has every resource that exists, because it is unknown which of them the state has. */
  readonly isStateGiven: boolean;
  /** Exist in AWS, and are not in the state. */
  readonly imports: readonly Import[];
  /** Exist in AWS, and are in the state. */
  readonly managed: readonly string[];
  /** In the state, and do not exist in AWS. */
  readonly gone: readonly string[];
  /** In the state under another name, tainted, or deposed: the next apply destroys what the state has. */
  readonly replaced: readonly Unsettled[];
  /** In neither; or made again by the next apply, with a remark. */
  readonly absent: readonly string[];
  /** Exist in AWS and are not in the state, but Terraform cannot import them. */
  readonly notImportable: readonly Unsettled[];
  /** Their lookups failed. */
  readonly unknown: readonly Unsettled[];
  /** Cannot be found or imported before `by` is settled; `reason` is why `by` is not. */
  readonly blocked: readonly Waiting[];
  /** For information: nothing to settle. */
  readonly remarks: readonly string[];
}

type UnsettledLists = Pick<Diagnosis, 'replaced' | 'unknown' | 'notImportable' | 'blocked'>;

/** How many resources an operator has to settle before the next apply. */
export const countUnsettled = ({ replaced, unknown, notImportable, blocked }: UnsettledLists): number =>
  replaced.length + unknown.length + notImportable.length + blocked.length;

/** Findings in AWS, compared with the state. */
export interface ComparedSearch {
  readonly findings: ReadonlyMap<string, Compared>;
  readonly remarks: readonly string[];
}

/** @param held addresses in the state; undefined if no state was given */
export function diagnose({ findings, remarks }: ComparedSearch, held: ReadonlySet<string> | undefined): Diagnosis {
  const all = [...findings].map(([address, finding]) => ({
    address,
    finding,
    isManaged: finding.kind !== 'not_in_state' && (held?.has(address) ?? false),
  }));
  const [managed, unmanaged] = [all.filter((one) => one.isManaged), all.filter((one) => !one.isManaged)];
  const isThere = ({ finding }: (typeof all)[number]) =>
    finding.kind === 'blocked' ? finding.isThere : finding.kind === 'there' || finding.kind === 'not_importable';
  const waiting = [...unmanaged, ...managed.filter((one) => !isThere(one))];
  return {
    isStateGiven: held !== undefined,
    imports: unmanaged.flatMap(({ address, finding }) =>
      finding.kind === 'there' ? [{ address, id: finding.id }] : [],
    ),
    managed: managed.filter(isThere).map(({ address }) => address),
    gone: managed.flatMap(({ address, finding }) => (finding.kind === 'absent' ? [address] : [])),
    replaced: all.flatMap(({ address, finding }) =>
      finding.kind === 'replaced' ? [{ address, reason: finding.reason }] : [],
    ),
    absent: unmanaged.flatMap(({ address, finding }) =>
      finding.kind === 'absent' || isMadeAgain(finding) ? [address] : [],
    ),
    notImportable: unmanaged.flatMap(({ address, finding }) =>
      finding.kind === 'not_in_state' || (finding.kind === 'not_importable' && !isMadeAgain(finding))
        ? [{ address, reason: finding.reason }]
        : [],
    ),
    unknown: all.flatMap(({ address, finding }) =>
      finding.kind === 'unknown' ? [{ address, reason: finding.reason }] : [],
    ),
    blocked: waiting.flatMap(({ address, finding }) =>
      finding.kind === 'blocked' ? [{ address, by: finding.by, reason: finding.reason }] : [],
    ),
    remarks: [...remarks, ...unmanaged.flatMap(({ address, finding }) => remarkOf(address, finding))],
  };
}

const isMadeAgain = (finding: Compared): boolean => finding.kind === 'not_importable' && finding.isMadeAgain === true;

const remarkOf = (address: string, finding: Compared): readonly string[] =>
  finding.kind === 'not_importable' && finding.isMadeAgain ? [`${address}: ${finding.reason}`] : [];

/** The state with addresses renamed by the plan's `moved` blocks, as Terraform does. */
export function movedState({ held, tainted, deposed }: State, { moved }: StackPlan): State {
  const now = (address: string): string => moved.get(address) ?? address;
  return {
    held: new Map([...held].map(([address, attributes]) => [now(address), attributes])),
    tainted: new Set([...tainted].map(now)),
    deposed: deposed.map((one) => ({ ...one, address: now(one.address) })),
  };
}
