export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly name: string; readonly attributes: string };

/** Linear time: each alternative but the last also matches up to the end of the input, so it never backtracks. */
const TOKEN =
  /([^<]+)|<!--[\s\S]*?(?:-->|$)|<[!?][^>]*(?:>|$)|<(?:style|script)\b[\s\S]*?(?:<\/(?:style|script)>|$)|<(\/?)([a-z][a-z0-9]*)((?:[^>"']+|"[^"]*(?:"|$)|'[^']*(?:'|$))*)(?:>|$)|(<)/gi;

/** Tokenizer for HTML as our templates write it; skips comments, styles and scripts. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  for (const [, text, slash, name, attributes = '', stray] of html.matchAll(TOKEN)) {
    if (name !== undefined) yield { kind: slash ? 'close' : 'open', name: name.toLowerCase(), attributes };
    else if (text ?? stray) yield { kind: 'text', text: decodeEntities(text ?? stray ?? '') };
  }
}

/** The decoded value of an attribute; undefined if it is missing. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (const [, found, double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    if (found?.toLowerCase() === name) return decodeEntities(double ?? single ?? bare ?? '');
  }
  return undefined;
}

const ATTRIBUTE = /([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  shy: '',
  zwnj: '',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  sect: '§',
  deg: '°',
  times: '×',
  middot: '·',
  bull: '•',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  larr: '←',
  rarr: '→',
  check: '✓',
};
const LAST_CODE_POINT = 0x10ffff;

/** Leaves unknown entities unchanged. */
const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (entity, decimal, hex, name) =>
    name === undefined
      ? character(Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10))
      : Object.hasOwn(NAMED, name)
        ? (NAMED[name] ?? '')
        : entity,
  );

const character = (codePoint: number): string =>
  codePoint > 0 && codePoint <= LAST_CODE_POINT ? String.fromCodePoint(codePoint) : '\uFFFD';
