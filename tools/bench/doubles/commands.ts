import type { Item } from './table-store';

/** What the parent asks a double for; `seed` and `counts` are answered with `Counts`, `take` with the messages. */
export type Command =
  | { readonly kind: 'counts' }
  /** Messages of the source queue since the last `take`. */
  | { readonly kind: 'take' }
  | { readonly kind: 'seed'; readonly table: string; readonly items: readonly Item[] };

/** Since the start of a double. */
export interface Counts {
  /** Mails or posts. */
  readonly accepted: number;
  /** Requests to AWS. */
  readonly calls: number;
  /** Messages to SQS. */
  readonly sent: number;
  /** Items written to DynamoDB. */
  readonly writes: number;
  /** Read units of DynamoDB. */
  readonly readUnits: number;
}
