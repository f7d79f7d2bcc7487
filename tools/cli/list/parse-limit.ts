import { InvalidArgumentError } from 'commander';
import { MAX_PAGE } from '../../../shared/operations/listing/list-request';

/** Commander parser of a page's size. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_PAGE) return limit;
  throw new InvalidArgumentError(`expected a whole number from 1 to ${MAX_PAGE}`);
}
