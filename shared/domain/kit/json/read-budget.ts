import { MAX_FAULTS } from './check-json';
import { type Refused, refused } from './refused';

/** How much is read of a value, and what is said of one that has more. */
export interface JsonLimit {
  /** Members that are undefined count. */
  readonly maxValues: number;
  readonly maxBytes: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Bounds the work that one value makes. An object is converted again on every path to it, as JSON writes it, so that few
 * objects that list each other have more paths than can ever be walked.
 *
 * It counts the values and the fewest bytes that their JSON can have, so that nothing is refused which would fit. It also
 * ends with as many refusals as are listed. A plain object, because it is asked for every value.
 */
export interface ReadBudget {
  readonly limit: JsonLimit;
  values: number;
  bytes: number;
  refusals: number;
  renewals: number;
}

/** Each of them may cost as much again. More than these are wanted only by what is no notification. */
const MAX_RENEWALS = 4;

export const budgetOf = (limit: JsonLimit): ReadBudget => ({ limit, values: 0, bytes: 0, refusals: 0, renewals: 0 });

export const isSpent = (budget: ReadBudget): boolean => isExceeded(budget) || budget.refusals >= MAX_FAULTS;

const isExceeded = ({ values, bytes, limit }: ReadBudget): boolean =>
  values > limit.maxValues || bytes > limit.maxBytes;

/** Begins anew, so that what follows is judged too. */
export function renew(budget: ReadBudget): void {
  if (budget.renewals === MAX_RENEWALS) return;
  Object.assign(budget, budgetOf(budget.limit), { renewals: budget.renewals + 1 });
}

/** Takes a value and its key into account. What is returned stands in its place where there was no room for it. */
export function take(value: unknown, keyBytes: number, budget: ReadBudget): Refused | undefined {
  budget.values += 1;
  if (value !== undefined) budget.bytes += keyBytes + leastBytes(value);
  return isExceeded(budget) ? outOf(budget) : undefined;
}

export const outOf = ({ limit }: ReadBudget): Refused => refused(limit.code, limit.message);

/** Counts what cannot be made plain. */
export function countRefusal<Value>(value: Value, budget: ReadBudget): Value {
  budget.refusals += 1;
  return value;
}

/** One character and the comma or bracket behind it; of a text its quotes too. UTF-8 has at least a byte for a code unit. */
const leastBytes = (value: unknown): number => (typeof value === 'string' ? value.length + 3 : 2);

/** Of a member's key: its quotes and colon, and a byte for each code unit. */
export const leastKeyBytes = (key: string): number => key.length + 3;
