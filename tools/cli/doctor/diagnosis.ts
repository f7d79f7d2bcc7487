import type { Finding } from './find-resources';
import type { StackPlan } from './read-plan';
import type { State } from './read-state';

export interface Import {
  readonly address: string;
  readonly id: string;
}

export interface Unsettled {
  readonly address: string;
  readonly reason: string;
}

/** Every resource of the plan in one of these lists, by what is to be done about it. */
export interface Diagnosis {
  /** There, and not in the state. */
  readonly imports: readonly Import[];
  /** There, and in the state. */
  readonly managed: readonly string[];
  /** In the state, and not there. */
  readonly gone: readonly string[];
  /** Neither. */
  readonly absent: readonly string[];
  /** There and not in the state, but Terraform cannot import it. */
  readonly notImportable: readonly Unsettled[];
  /** Could not be asked for. */
  readonly unknown: readonly Unsettled[];
}

export function diagnose(findings: ReadonlyMap<string, Finding>, state: ReadonlySet<string>): Diagnosis {
  const all = [...findings].map(([address, finding]) => ({ address, finding, isManaged: state.has(address) }));
  const [managed, unmanaged] = [all.filter((one) => one.isManaged), all.filter((one) => !one.isManaged)];
  const isThere = ({ finding: { kind } }: (typeof all)[number]) => kind === 'there' || kind === 'not_importable';
  return {
    imports: unmanaged.flatMap(({ address, finding }) =>
      finding.kind === 'there' ? [{ address, id: finding.id }] : [],
    ),
    managed: managed.filter(isThere).map(({ address }) => address),
    gone: managed.flatMap(({ address, finding }) => (finding.kind === 'absent' ? [address] : [])),
    absent: unmanaged.flatMap(({ address, finding }) => (finding.kind === 'absent' ? [address] : [])),
    notImportable: unmanaged.flatMap(({ address, finding }) =>
      finding.kind === 'not_importable' ? [{ address, reason: finding.reason }] : [],
    ),
    unknown: all.flatMap(({ address, finding }) =>
      finding.kind === 'unknown' ? [{ address, reason: finding.reason }] : [],
    ),
  };
}

/** What a state has under an address that the stack had before counts for the new one, as it does for Terraform. */
export const movedState = (state: State, { moved }: StackPlan): State =>
  new Map([...state].map(([address, attributes]) => [moved.get(address) ?? address, attributes]));
