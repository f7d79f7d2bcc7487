import { attributeOf, type HtmlToken, htmlTokens } from './html-tokens';

/** Elements with a blank line before and after. */
const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'ul', 'ol', 'blockquote', 'pre', 'hr']);
/** Elements on a line of their own. */
const LINES = new Set(['div', 'section', 'article', 'header', 'footer', 'tr', 'caption', 'dt', 'dd', 'address']);
const TABLE_PARTS = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);
const HIDDEN = new Set(['head', 'title', 'template']);
const RULE = '-'.repeat(20);

/** Markers for the edge of a block and of a line, which no text contains. A `\n` beside them is an explicit line break. */
const BLOCK_EDGE = '\f';
const LINE_EDGE = '\v';

/**
 * The plain-text alternative of a mail's HTML: a blank line between blocks, one line for each list item or table row, the
 * address of a link after its text. Handles the elements that mails use and drops unknown ones. Linear time for any input
 * (no ReDoS).
 *
 * Not the package `html-to-text`: its complete HTML parser adds 196 kB to a bundle (ADR 0023).
 */
export function htmlToText(html: string): string {
  const state: State = { hidden: undefined, links: [], lists: [], cell: undefined, betweenCells: false };
  return tidy([...htmlTokens(html)].map((token) => written(token, state)).join(''));
}

interface State {
  /** The open element whose content is hidden. */
  hidden: string | undefined;
  /** Stack of open links: their addresses, and their text so far. */
  readonly links: { href: string; words: string }[];
  /** Stack of open lists: the number of items so far; undefined for an unnumbered list. */
  readonly lists: (number | undefined)[];
  /** The previous cell of the row; undefined before the first. */
  cell: 'td' | 'th' | undefined;
  /** Inside a table, but outside its cells: white space is dropped. */
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

/** Separator before a cell: `label: value` for a header cell before a data cell, `one · two` between other cells. */
function cell(name: 'td' | 'th', state: State): string {
  const last = state.cell;
  state.cell = name;
  if (last === undefined) return '';
  return last === 'th' && name === 'td' ? ': ' : ' · ';
}

/** The link's address in angle brackets, which delimit a URL in text (RFC 3986, appendix C); empty if the text shows it. */
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
