import { truncate } from '../../domain/kit/text/truncate';
import { headerText } from '../../domain/mail/header-text';
import type { GenericMail } from '../../domain/mail/mail-template';
import type { Notification } from '../../domain/notification/notification';

export interface Row {
  readonly label: string;
  readonly value: string;
}

/** Variables of the generic template, besides `notification`. */
export interface GenericVariables {
  readonly title: string;
  readonly rows: readonly Row[];
  /** True if the data has more rows than are shown. */
  readonly more: boolean;
}

export const MAX_ROWS = 100;
const MAX_VALUE_LENGTH = 500;
const MAX_LABEL_LENGTH = 120;
const MAX_DEPTH = 6;
const NOTHING = '–';

/** Title and table of a notification whose type has no template. Only data fields in `forPeople` are shown. */
export function genericVariables(notification: Notification, { title, forPeople }: GenericMail): GenericVariables {
  const shown = Object.entries(notification.data as object).filter(([name]) => forPeople.includes(name));
  const rows = [...take(rowsOf(Object.fromEntries(shown), [], 0), MAX_ROWS + 1)];
  return { title: genericTitle(notification, title), rows: rows.slice(0, MAX_ROWS), more: rows.length > MAX_ROWS };
}

/** `order.shipped` about `1234` is "Order shipped — 1234". */
export const genericTitle = ({ type, subject }: Notification, title = readable(type)): string =>
  subject === undefined ? title : `${title} — ${subject}`;

function* rowsOf(value: unknown, path: readonly string[], depth: number): Generator<Row> {
  if (isScalar(value) || depth >= MAX_DEPTH) yield row(path, value);
  else if (Array.isArray(value)) yield* rowsOfArray(value, path, depth);
  else yield* rowsOfObject(value as object, path, depth);
}

function* rowsOfArray(items: readonly unknown[], path: readonly string[], depth: number): Generator<Row> {
  if (items.every(isScalar))
    return yield row(path, items.length === 0 ? null : items.slice(0, MAX_ROWS).map(text).join(', '));
  for (const [index, item] of items.entries()) yield* rowsOf(item, numbered(path, index + 1), depth + 1);
}

function* rowsOfObject(members: object, path: readonly string[], depth: number): Generator<Row> {
  const entries = Object.entries(members);
  if (entries.length === 0 && depth > 0) yield row(path, null);
  for (const [key, member] of entries) yield* rowsOf(member, [...path, readable(key)], depth + 1);
}

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

const numbered = (path: readonly string[], n: number): string[] => [
  ...path.slice(0, -1),
  `${path.at(-1) ?? ''} ${n}`.trim(),
];
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

const row = (path: readonly string[], value: unknown): Row => ({
  label: truncate(headerText(path.join(' › ')), MAX_LABEL_LENGTH),
  value: truncate(text(value), MAX_VALUE_LENGTH),
});

function text(value: unknown): string {
  if (value === null || value === '') return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return isScalar(value) ? String(value).replace(/\r\n?/g, '\n') : '…';
}

/** `orderNumber`, `order_number` and `order.number` are "Order number"; abbreviations keep their capitals. */
function readable(identifier: string): string {
  const words = identifier
    .replace(/(\p{Lower}|\d)(\p{Upper})/gu, '$1 $2')
    .split(/[\s._-]+/)
    .filter((word) => word !== '')
    .map((word) => (/^\p{Upper}[\p{Upper}\d]+$/u.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.replace(/^./u, (first) => first.toUpperCase());
}
