import type { Answers } from '../../testing/test-aws';

/** One type of resource, and the answers of AWS where it is there and where it is not. */
export interface LookupCase {
  /** Of the plan of `prod` with every option. */
  readonly address: string;
  /** Where it is there, among others of its kind. */
  readonly there: Answers;
  /** What it is imported by. */
  readonly id: string;
  /** Where it is not. */
  readonly absent: Answers;
}
