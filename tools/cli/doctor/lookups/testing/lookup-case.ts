import type { Answers } from '../../testing/test-aws';

/** One type of resource, with AWS's responses if it exists and if it does not. */
export interface LookupCase {
  /** Address in the plan of `prod` with every option. */
  readonly address: string;
  /** Responses with the resource, among others of its kind. */
  readonly there: Answers;
  /** Its import id. */
  readonly id: string;
  /** Responses without it. */
  readonly absent: Answers;
}
