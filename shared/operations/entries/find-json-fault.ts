/** The position at which a text is no longer valid JSON. */
export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** In UTF-16 code units, from 1. */
  readonly column: number;
  /** The text at the position, at most 20 characters; empty at the end of the text. */
  readonly found: string;
  readonly expected: string;
}

const PLAIN = String.raw`[^"\\\u0000-\u001f]*`;
const STRING = String.raw`"${PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})${PLAIN})*"`;
const OTHER_SCALAR = String.raw`(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])`;
/**
 * One token after any whitespace. At the end of the text, or where no token starts, the empty last alternative matches.
 */
const TOKEN = new RegExp(
  String.raw`[ \t\r\n]*(?:(?<string>${STRING})|(?<scalar>${OTHER_SCALAR})|(?<mark>[{}[\],:])|)`,
  'y',
);

type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'separator' | 'nothing';

const EXPECTED: Readonly<Record<Expectation, string>> = {
  value: 'a value',
  valueOrEnd: "a value or ']'",
  key: 'a property name in double quotes',
  keyOrEnd: "a property name in double quotes, or '}'",
  colon: "':'",
  separator: "',' or the closing bracket",
  nothing: 'nothing more',
};

/**
 * The position of the first syntax error (RFC 8259); undefined for valid JSON. Only locates it: `JSON.parse` decides,
 * but gives the position in some Node versions and for some faults only.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: string[] = [];
  let expectation: Expectation = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const groups = TOKEN.exec(text)?.groups ?? {};
    const token = groups.string ?? groups.scalar ?? groups.mark ?? '';
    const isEnd = token === '' && TOKEN.lastIndex === text.length;
    if (isEnd && expectation === 'nothing') return undefined;
    const next = afterToken(expectation, groups.mark ?? (token && (groups.string ? 'string' : 'scalar')), open);
    if (next === undefined) return faultAt(text, TOKEN.lastIndex - token.length, EXPECTED[expectation]);
    expectation = next;
  }
}

/** The expected next tokens; undefined if this token is not allowed here. `open` is the stack of open brackets. */
function afterToken(expectation: Expectation, kind: string, open: string[]): Expectation | undefined {
  if (expectation === 'colon') return kind === ':' ? 'value' : undefined;
  if (CLOSES[kind] !== undefined) return mayClose(expectation, kind, open) ? afterClosing(open) : undefined;
  if (expectation === 'separator') return kind === ',' ? afterComma(open) : undefined;
  if (expectation.startsWith('key')) return kind === 'string' ? 'colon' : undefined;
  return expectation.startsWith('value') ? afterBegin(kind, open) : undefined;
}

const CLOSES: Readonly<Record<string, string>> = { '}': '{', ']': '[' };

const mayClose = (expectation: Expectation, kind: string, open: readonly string[]): boolean =>
  ['separator', 'keyOrEnd', 'valueOrEnd'].includes(expectation) && open.at(-1) === CLOSES[kind];

function afterClosing(open: string[]): Expectation {
  open.pop();
  return afterValue(open);
}

const afterComma = (open: readonly string[]): Expectation => (open.at(-1) === '{' ? 'key' : 'value');
const afterValue = (open: readonly string[]): Expectation => (open.length === 0 ? 'nothing' : 'separator');

function afterBegin(kind: string, open: string[]): Expectation | undefined {
  if (kind === 'string' || kind === 'scalar') return afterValue(open);
  if (kind !== '{' && kind !== '[') return undefined;
  open.push(kind);
  return kind === '{' ? 'keyOrEnd' : 'valueOrEnd';
}

const MAX_FOUND_LENGTH = 20;

function faultAt(text: string, index: number, expected: string): JsonFault {
  const before = text.slice(0, index).split('\n');
  const found = text.slice(index, index + MAX_FOUND_LENGTH).split(/[\r\n]/)[0] ?? '';
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, found, expected };
}
