import { truncate } from '../domain/kit/text/truncate';
import { templateFilters } from '../mail/render/template-filters';
import { JsonValue, StringPart } from './json-emitter';

/** `this` of a filter: the part of LiquidJS's FilterImpl that is used here. */
interface FilterThis {
  readonly context: { readonly memoryLimit: { use(characters: number): void } };
}

/** Applied to every output without `json`. */
export function stringPart(this: FilterThis, value: unknown): StringPart {
  const text = textOf(value);
  this.context.memoryLimit.use(text.length);
  return new StringPart(text);
}

/** `{{ data.items | json }}`: a whole JSON value; null for what is not there. */
function json(this: FilterThis, value: unknown): JsonValue {
  if (value instanceof JsonValue) return value;
  const text = JSON.stringify(value) ?? 'null';
  this.context.memoryLimit.use(text.length);
  return new JsonValue(text);
}

/** `{{ data.note | cut: 150 }}`: at most so many UTF-16 code units, an ellipsis included; whole graphemes. */
function cut(this: FilterThis, value: unknown, maxLength: unknown): string {
  const text = textOf(value);
  this.context.memoryLimit.use(text.length);
  return truncate(text, lengthOf(maxLength));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * `{{ data.note | mrkdwn: 500 }}`: text for Slack's mrkdwn, in which `&`, `<` and `>` are control characters, such as in
 * `<!channel>`. At most so many code units after escaping; an entity is never cut.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text, "Escaping text"
 */
function mrkdwn(this: FilterThis, value: unknown, maxLength: unknown = 3_000): string {
  const text = textOf(value);
  const limit = lengthOf(maxLength);
  this.context.memoryLimit.use(text.length);
  const escaped = escapeEntities(text.slice(0, limit + 1));
  if (text.length <= limit && escaped.length <= limit) return escaped;
  return escapeEntities(truncate(text, longestWithin(text, limit)));
}

const escapeEntities = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

/** How many code units of the text, and the ellipsis, fit into the limit once they are escaped. */
function longestWithin(text: string, limit: number): number {
  let room = limit - 1;
  let length = 0;
  while (length < text.length) {
    room -= (ENTITIES[text[length] ?? ''] ?? ' ').length;
    if (room < 0) break;
    length++;
  }
  return length + 1;
}

const MAX_LENGTH = 100_000;

function lengthOf(value: unknown): number {
  const length = Number(value);
  return Number.isInteger(length) && length > 0 ? Math.min(length, MAX_LENGTH) : MAX_LENGTH;
}

/** Like Liquid's own text of a value, but JSON for lists and objects, and nothing for null. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  const isText = typeof value !== 'object' || value instanceof StringPart || value instanceof JsonValue;
  return isText ? String(value) : JSON.stringify(value);
}

/** Filters by name. `raw` of LiquidJS: what they return is not passed to `stringPart`. */
export const jsonFilters = { ...templateFilters, cut, mrkdwn, json: { handler: json, raw: true } };
