import { MASK } from './mask';

/** U+FF20 and U+FE6B: compatibility forms, which some programs normalize to `@`. */
const AT = /[@\uFF20\uFE6B]/g;
const DELIMITER = /[\s"<>,:;]/;
const BLANK = /[ \t]/;

/**
 * Masks the text around each `@`: a false positive costs a reader of the log a second look, a false negative exposes a
 * person's address. Linear time: a scan to the left never passes the previous `@` or mask, and a scan to the right
 * either ends in a mask, after which the search continues, or covers only blanks.
 */
export function maskAddresses(text: string): string {
  let [masked, done, floor] = ['', 0, 0];
  for (const { index } of text.matchAll(AT)) {
    if (index < done) continue;
    const start = localPartStart(text, index, floor);
    floor = index + 1;
    const end = start === undefined ? undefined : domainEnd(text, index + 1);
    if (start === undefined || end === undefined) continue;
    masked += text.slice(done, start) + MASK;
    done = floor = end;
  }
  return masked + text.slice(done);
}

/**
 * Start of the local part, also of a quoted one: `"ann smith"@example.com`. Undefined if the `@` has nothing before it.
 */
function localPartStart(text: string, at: number, floor: number): number | undefined {
  let start = at;
  while (start > floor && BLANK.test(text.charAt(start - 1))) start -= 1;
  if (start > floor && text[start - 1] === '"') return openingQuote(text, start - 2, floor);
  const end = start;
  while (start > floor && !DELIMITER.test(text.charAt(start - 1))) start -= 1;
  return start === end ? undefined : start;
}

/** An escaped quote belongs to the local part, or to JSON around it: scan on to the next one. */
function openingQuote(text: string, from: number, floor: number): number {
  let opening = from + 1;
  for (let position = from; position >= floor; position -= 1) {
    if (text[position] !== '"') continue;
    opening = position;
    if (text[position - 1] !== '\\') break;
  }
  return opening;
}

function domainEnd(text: string, from: number): number | undefined {
  let start = from;
  while (BLANK.test(text.charAt(start))) start += 1;
  let end = start;
  while (end < text.length && !DELIMITER.test(text.charAt(end))) end += 1;
  return end === start ? undefined : end;
}
