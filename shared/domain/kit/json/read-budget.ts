import { MAX_FAULTS } from './check-json';
import { type Refused, refused } from './refused';

/** The limits for reading a value, and the fault for exceeding them. */
export interface JsonLimit {
  /** Undefined members count. */
  readonly maxValues: number;
  readonly maxBytes: number;
  readonly code: string;
  readonly message: string;
}

/**
 * Limits the work per value. Like JSON, reading visits an object again on every path to it, so few objects that
 * reference each other have exponentially many paths. Counts values and the minimum size of their JSON in bytes, so
 * that nothing that would fit is refused. Also ends at the maximum number of listed refusals. A plain object for speed:
 * it is read for every value.
 */
export interface ReadBudget {
  readonly limit: JsonLimit;
  values: number;
  bytes: number;
  refusals: number;
  renewals: number;
}

/** Each renewal may cost the whole budget again. No valid notification needs more. */
const MAX_RENEWALS = 4;

export const budgetOf = (limit: JsonLimit): ReadBudget => ({ limit, values: 0, bytes: 0, refusals: 0, renewals: 0 });

export const isSpent = (budget: ReadBudget): boolean => isExceeded(budget) || budget.refusals >= MAX_FAULTS;

const isExceeded = ({ values, bytes, limit }: ReadBudget): boolean =>
  values > limit.maxValues || bytes > limit.maxBytes;

/** Resets the budget, so that the following members are validated too. */
export function renew(budget: ReadBudget): void {
  if (budget.renewals === MAX_RENEWALS) return;
  Object.assign(budget, budgetOf(budget.limit), { renewals: budget.renewals + 1 });
}

/** Charges a value and its key to the budget. Returns a `Refused` to put in its place if the budget is exceeded. */
export function take(value: unknown, keyBytes: number, budget: ReadBudget): Refused | undefined {
  budget.values += 1;
  if (value !== undefined) budget.bytes += keyBytes + leastBytes(value);
  return isExceeded(budget) ? outOf(budget) : undefined;
}

export const outOf = ({ limit }: ReadBudget): Refused => refused(limit.code, limit.message);

/** Counts a value that cannot be converted. */
export function countRefusal<Value>(value: Value, budget: ReadBudget): Value {
  budget.refusals += 1;
  return value;
}

/**
 * At least one character and a comma or bracket; for a text also its quotes. UTF-8 needs at least a byte per code unit.
 */
const leastBytes = (value: unknown): number => (typeof value === 'string' ? value.length + 3 : 2);

/** Quotes and colon of a key, and at least a byte per code unit. */
export const leastKeyBytes = (key: string): number => key.length + 3;
