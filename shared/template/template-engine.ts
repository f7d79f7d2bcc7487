import { Liquid, type LiquidOptions } from 'liquidjs';
import { MAX_TEMPLATE_LENGTH } from '../domain/webhook/format/endpoint-format';
import { jsonFilters, stringPart } from './filters';

/** Maximum time of one rendering. Generous, because a function with little memory has little CPU. */
const RENDER_LIMIT_MS = 1_000;
/** Characters that filters, outputs and ranges may add to one rendering; the event itself has at most 262,144. */
const MEMORY_LIMIT = 1_000_000;

/** Tags that read no file and write nothing but the output of their body. */
const TAGS = ['assign', 'break', 'capture', 'case', 'comment', 'continue', 'echo', 'for', 'if', 'unless', '#'];

/**
 * LiquidJS's own filters that remain. Left out: the clock and random numbers, since every attempt must send the same
 * bytes; HTML; filters that evaluate expressions; and regular expressions that take quadratic time on hostile data.
 */
const FILTERS = (
  'abs append at_least at_most capitalize ceil compact concat default divided_by downcase first floor join last lstrip ' +
  'map minus modulo plus prepend remove remove_first replace replace_first reverse round rstrip size slice sort split ' +
  'strip sum times uniq upcase where'
).split(' ');

export const templateEngine = createEngine();

/** A sandbox: no files, no prototypes, no clock; bounded time, memory and size. A missing variable is empty text. */
function createEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: 2 * MAX_TEMPLATE_LENGTH,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    locale: 'en',
    timezoneOffset: 0,
    dateFormat: '%Y-%m-%d %H:%M UTC',
    // LiquidJS passes what it returns to the emitter as it is, of whatever type.
    outputEscape: stringPart as unknown as LiquidOptions['outputEscape'] & {},
    // Without it, a tag that names a file would look for it.
    templates: Object.create(null),
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.includes(name)) delete engine.filters[name];
  for (const [name, filter] of Object.entries(jsonFilters)) engine.registerFilter(name, filter);
  return engine;
}
