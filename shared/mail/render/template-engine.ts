import { Liquid } from 'liquidjs';
import { mailPartials } from '../../catalogue/mail-partials';
import { countedText, templateFilters } from './template-filters';

export type OutputKind = 'text' | 'html';

/** Maximum characters of one template. */
const PARSE_LIMIT = 262_144;
/** Maximum time of one rendering. Generous, because a cold function with little memory has little CPU. */
const RENDER_LIMIT_MS = 1_000;
/** Characters that variables, filters and ranges may add to one rendering; data itself is at most 262,144. */
const MEMORY_LIMIT = 4_000_000;

/** Filters that read the clock or a random number: rendering must be deterministic, so that a retry sends the same mail. */
const NOT_DETERMINISTIC = ['date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string', 'sample'];

const engines = new Map<string, Liquid>();

/** The memoized engine for a language and a kind of output. Bounded by the few languages of the catalogue's templates. */
export function templateEngine(locale: string, kind: OutputKind): Liquid {
  const key = `${kind} ${locale}`;
  const engine = engines.get(key) ?? createEngine(locale, kind);
  engines.set(key, engine);
  return engine;
}

/** Without a prototype, so that `constructor` is not found as a partial. */
const partialsOf = (kind: OutputKind): Record<string, string> =>
  Object.assign(
    Object.create(null),
    Object.fromEntries(Object.entries(mailPartials).map(([name, partial]) => [name, partial[kind]])),
  );

const partials = { text: partialsOf('text'), html: partialsOf('html') };

function createEngine(locale: string, kind: OutputKind): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    lenientIf: true,
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    locale,
    timezoneOffset: 0,
    dateFormat: '%Y-%m-%d %H:%M UTC',
    outputEscape: kind === 'html' ? 'escape' : countedText,
    // continue after a fault, so that one rendering finds all faults of a template
    catchAllErrors: true,
    // the only partials and layouts. Without this, `include` and `render` would read files
    templates: partials[kind],
    cache: true,
  });
  for (const name of NOT_DETERMINISTIC) delete engine.filters[name];
  for (const [name, filter] of Object.entries(templateFilters)) engine.registerFilter(name, filter);
  return engine;
}
