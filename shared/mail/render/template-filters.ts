import { filters } from 'liquidjs';
import { numberFormat, withNames } from './intl-formats';

/** A filter got a value that it cannot format: an error in the data, not in the template. */
export class ValueRefused extends Error {
  override readonly name = 'ValueRefused';
}

/** `this` of a filter: the part of LiquidJS's FilterImpl that is used here. */
interface FilterThis {
  readonly context: {
    readonly opts: { readonly locale: string };
    readonly memoryLimit: { use(characters: number): void };
  };
}

const AMOUNT = /^-?\d{1,15}(\.\d{1,9})?$/;
const CURRENCY = /^[A-Z]{3}$/;
/** RFC 3339: a date, or a date and time with offset. */
const TIMESTAMP = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/i;

/** `{{ 12.5 | money: 'EUR' }}`: an amount in major units (a number, or a decimal string) and an ISO 4217 code. */
function money(this: FilterThis, amount: unknown, currency: unknown): string {
  const decimal = String(amount);
  if (!AMOUNT.test(decimal))
    throw new ValueRefused(`money got ${kind(amount)} for an amount, expected a decimal number`);
  if (typeof currency !== 'string' || !CURRENCY.test(currency)) {
    throw new ValueRefused(`money got ${kind(currency)} for a currency, expected an ISO 4217 code such as EUR`);
  }
  const format = numberFormat(this.context.opts.locale, { style: 'currency', currency });
  return format.format(decimal as `${number}`);
}

/**
 * Liquid's `date`, for RFC 3339 only: refuses `now`, and values that it would show unformatted. Exact if the host's time
 * zone is UTC, as on Lambda; elsewhere LiquidJS is an hour off within hours of a daylight saving change.
 */
function date(this: FilterThis, timestamp: unknown, format?: unknown): unknown {
  if (typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp) || Number.isNaN(Date.parse(timestamp))) {
    throw new ValueRefused(`date got ${kind(timestamp)}, expected an RFC 3339 timestamp`);
  }
  const named = typeof format === 'string' ? withNames(format, timestamp, this.context.opts.locale) : format;
  return liquidDate.call(this, timestamp, named);
}

/** Converts output of the text parts to a string and counts it against the memory limit, as `escape` does for HTML. */
export function countedText(this: FilterThis, value: unknown): string {
  return append.call(this, value, '');
}

const append = filters.append as (this: FilterThis, value: unknown, suffix: string) => string;
const liquidDate = filters.date as (this: FilterThis, timestamp: string, format?: unknown) => unknown;
/** The kind of value, not the value: data may be personal, and the message is stored in the ledger. */
const kind = (value: unknown): string => (typeof value === 'string' ? 'other text' : typeof value);

export const templateFilters = { date, money };
