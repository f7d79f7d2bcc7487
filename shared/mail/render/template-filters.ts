import { filters } from 'liquidjs';

/** A filter got a value that it cannot show. The data is at fault, not the template. */
export class ValueRefused extends Error {
  override readonly name = 'ValueRefused';
}

/** What LiquidJS binds a filter to; the part of its FilterImpl that is used here. */
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
  const format = new Intl.NumberFormat(this.context.opts.locale, { style: 'currency', currency });
  return format.format(decimal as `${number}`);
}

/**
 * Liquid's `date`, for RFC 3339 only: not for `now`, and not for what would be shown unformatted. Exact where the host
 * is on UTC, as Lambda is; elsewhere LiquidJS is an hour off within hours of a change to or from summer time.
 */
function date(this: FilterThis, timestamp: unknown, format?: unknown): unknown {
  if (typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp) || Number.isNaN(Date.parse(timestamp))) {
    throw new ValueRefused(`date got ${kind(timestamp)}, expected an RFC 3339 timestamp`);
  }
  return liquidDate.call(this, timestamp, format);
}

/** Turns output of the text parts into a string and counts it against the memory limit, as `escape` does for HTML. */
export function countedText(this: FilterThis, value: unknown): string {
  return append.call(this, value, '');
}

const append = filters.append as (this: FilterThis, value: unknown, suffix: string) => string;
const liquidDate = filters.date as (this: FilterThis, timestamp: string, format?: unknown) => unknown;
/** Not the value itself: data may be personal, and this goes into the ledger. */
const kind = (value: unknown): string => (typeof value === 'string' ? 'other text' : typeof value);

export const templateFilters = { date, money };
