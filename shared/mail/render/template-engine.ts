import { Liquid } from 'liquidjs';
import { mailPartials } from '../../catalogue/mail-partials';
import { countedText, templateFilters } from './template-filters';

export type OutputKind = 'text' | 'html';

/** Characters of one template. */
const PARSE_LIMIT = 262_144;
/** One rendering. Generous, since a cold function with little memory has little CPU. */
const RENDER_LIMIT_MS = 1_000;
/** Characters that variables, filters and ranges may bring into one rendering; data itself is at most 262,144. */
const MEMORY_LIMIT = 4_000_000;

/** Filters that read the clock or draw lots: a mail that is rendered again must come out the same. */
const NOT_DETERMINISTIC = ['date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string', 'sample'];

const engines = new Map<string, Liquid>();

/** One engine per language and kind of output. The languages are those of the catalogue's templates, so there are few. */
export function templateEngine(locale: string, kind: OutputKind): Liquid {
  const key = `${kind} ${locale}`;
  const engine = engines.get(key) ?? createEngine(locale, kind);
  engines.set(key, engine);
  return engine;
}

/** Without a prototype: `constructor` is no partial. */
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
    // goes on after a fault, so that all of a template are found in one rendering
    catchAllErrors: true,
    // the only partials and layouts that there are. Without this, `include` and `render` would read files
    templates: partials[kind],
    cache: true,
  });
  for (const name of NOT_DETERMINISTIC) delete engine.filters[name];
  for (const [name, filter] of Object.entries(templateFilters)) engine.registerFilter(name, filter);
  return engine;
}
