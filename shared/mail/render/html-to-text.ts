import { attributeOf, type HtmlToken, htmlTokens } from './html-tokens';

/** A blank line around them. */
const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'blockquote', 'pre', 'hr']);
/** A line of their own. */
const LINES = new Set(['div', 'section', 'article', 'header', 'footer', 'tr', 'caption', 'dt', 'dd', 'address']);
const TABLE_PARTS = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
const HIDDEN = new Set(['head', 'title', 'template']);
const RULE = '-'.repeat(20);

/** Where a block ends, and where a line does; no text holds them. Beside them, `\n` is a line break that is meant. */
const BLOCK_EDGE = '\f';
const LINE_EDGE = '\v';

/**
 * Plain text of the HTML of a mail, for readers that show no other: blocks apart, a list item or table row a line, the
 * address of a link behind its words. It knows what mails are made of and leaves out what it does not know. Takes time
 * in proportion to the length, whatever stands in it.
 *
 * Not the package `html-to-text`: it brings a parser of all HTML, 196 kB of a bundle (ADR 0023).
 */
export function htmlToText(html: string): string {
  const state: State = { hidden: undefined, links: [], lists: [], cell: undefined, betweenCells: false };
  return tidy([...htmlTokens(html)].map((token) => written(token, state)).join(''));
}

interface State {
  /** The element whose content is not shown. */
  hidden: string | undefined;
  /** Addresses of the links that are open, and what of their words is written. */
  readonly links: { href: string; words: string }[];
  /** Of the lists that are open the number of items, or undefined where items are not numbered. */
  readonly lists: (number | undefined)[];
  /** The last cell of the row; undefined before its first. */
  cell: 'td' | 'th' | undefined;
  /** Inside of a table, outside of its cells: there is only whitespace. */
  betweenCells: boolean;
}

function written(token: HtmlToken, state: State): string {
  if (state.hidden !== undefined) {
    if (token.kind === 'close' && token.name === state.hidden) state.hidden = undefined;
    return '';
  }
  if (token.kind === 'text') return words(token.text, state);
  return token.kind === 'open' ? opened(token.name, token.attributes, state) : closed(token.name, state);
}

function words(text: string, { links, betweenCells }: State): string {
  const line = text.replace(/[ \t\r\n\f\v]+/g, ' ');
  if (betweenCells && line === ' ') return '';
  for (const link of links) link.words += line;
  return line;
}

function opened(name: string, attributes: string, state: State): string {
  if (HIDDEN.has(name)) state.hidden = name;
  if (name === 'a') state.links.push({ href: attributeOf(attributes, 'href') ?? '', words: '' });
  if (name === 'ul') state.lists.push(undefined);
  if (name === 'ol') state.lists.push(0);
  if (name === 'tr') state.cell = undefined;
  state.betweenCells = TABLE_PARTS.has(name);
  if (name === 'br') return '\n';
  if (name === 'li') return `${LINE_EDGE}${bullet(state.lists)}`;
  if (name === 'img') return words(attributeOf(attributes, 'alt') ?? '', state);
  if (name === 'td' || name === 'th') return cell(name, state);
  if (name === 'hr') return `${BLOCK_EDGE}${RULE}${BLOCK_EDGE}`;
  return edge(name);
}

function closed(name: string, state: State): string {
  if (name === 'a') return address(state.links.pop());
  if (name === 'ul' || name === 'ol') state.lists.pop();
  state.betweenCells = name === 'td' || name === 'th' || TABLE_PARTS.has(name);
  return name === 'hr' ? '' : edge(name);
}

const edge = (name: string): string => (BLOCKS.has(name) ? BLOCK_EDGE : LINES.has(name) ? LINE_EDGE : '');

function bullet(lists: (number | undefined)[]): string {
  const count = lists.at(-1);
  if (count === undefined) return '- ';
  lists[lists.length - 1] = count + 1;
  return `${count + 1}. `;
}

/** `label: value` where a heading stands before a value, `one · two` between other cells. */
function cell(name: 'td' | 'th', state: State): string {
  const last = state.cell;
  state.cell = name;
  if (last === undefined) return '';
  return last === 'th' && name === 'td' ? ': ' : ' · ';
}

/** In angle brackets, which are no part of an address (RFC 3986, appendix C). */
function address(link: { href: string; words: string } | undefined): string {
  const { href, words } = link ?? { href: '', words: '' };
  if (!/^(?:https?|mailto):/i.test(href) || [href, href.replace(/^mailto:/i, '')].includes(words.trim())) return '';
  return ` <${href.replace(/[\s<>]/g, encodeURIComponent)}>`;
}

const tidy = (text: string): string =>
  text
    .replace(/ {2,}/g, ' ')
    .replace(/([\f\v](?:- |\d+\. ))[ \f\v]+/g, '$1')
    .replace(/ ?[\n\f\v][ \n\f\v]*/g, (run) => (/\f|\n[ \v]*\n/.test(run) ? '\n\n' : '\n'))
    .replaceAll('\u00A0', ' ')
    .trim();
