/** Percent-encoding, quoted-printable, escapes of JSON and JavaScript, character references of HTML. */
const SPELLING =
  /[%=]([0-9a-f]{2})|\\u(?:00|\{0{0,4})([0-9a-f]{2})\}?|\\x([0-9a-f]{2})|&#x0{0,6}([0-9a-f]{2});?|&#0{0,6}(\d{2,3});?|&(amp|commat);|=\r?\n/gi;
/** Encodings are nested, such as a URL in the query of another: `%2540`. */
const MAX_LAYERS = 4;

/**
 * Decodes printable ASCII characters, so that patterns need only their plain spelling. Linear time: each alternative
 * has a bounded length. Does not decode base64.
 */
export function decodeSpellings(text: string): string {
  let decoded = text;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const next = decoded.replace(SPELLING, decodeOne);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

type Groups = readonly (string | undefined)[];

function decodeOne(spelling: string, ...groups: Groups): string {
  const [byte, unicode, hexadecimal, reference, decimal, name] = groups;
  if (name !== undefined) return name.toLowerCase() === 'amp' ? '&' : '@';
  if (decimal !== undefined) return printable(Number.parseInt(decimal, 10)) ?? spelling;
  const digits = byte ?? unicode ?? hexadecimal ?? reference;
  // a soft line break of quoted-printable
  if (digits === undefined) return '';
  return printable(Number.parseInt(digits, 16)) ?? spelling;
}

const printable = (code: number): string | undefined =>
  code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : undefined;
