import { lruCache } from '../../domain/kit/cache/lru-cache';

/** Locales of the catalogue times formats: a currency comes from data. */
const MAX_FORMATS = 100;

/** A constructor of `Intl`, memoized: a formatter takes 50 µs and 40 kB to make. */
function memoized<Options extends object, Format>(make: (locale: string, options: Options) => Format) {
  const formats = lruCache<string, Format>(MAX_FORMATS);
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const format = formats.get(key) ?? make(locale, options);
    formats.set(key, format);
    return format;
  };
}

export const numberFormat = memoized<Intl.NumberFormatOptions, Intl.NumberFormat>(
  (locale, options) => new Intl.NumberFormat(locale, options),
);
const dateTimeFormat = memoized<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }),
);

/** Conversions of LiquidJS's `date` that are names in the locale. */
const NAMES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  A: { weekday: 'long' },
  a: { weekday: 'short' },
  B: { month: 'long' },
  b: { month: 'short' },
  h: { month: 'short' },
};

/** As LiquidJS reads a format: flags, width, modifier, conversion. */
const CONVERSION = /%([-_0^#:]+)?(\d+)?([EO])?(.)/gs;

/**
 * Puts the names of months and weekdays into a format of LiquidJS's `date`, which would make a formatter for each of them.
 * Those with flags or a width are left to LiquidJS.
 *
 * @param timestamp of which names are taken, in UTC
 */
export const withNames = (format: string, timestamp: string, locale: string): string =>
  format.replace(CONVERSION, (whole, flags, width, modifier, conversion: string) => {
    const name = NAMES[conversion];
    if (name === undefined || flags !== undefined || width !== undefined || modifier !== undefined) return whole;
    return dateTimeFormat(locale, name).format(new Date(timestamp)).replaceAll('%', '%%');
  });
