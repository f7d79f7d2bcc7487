/** `*` matches any number of characters, also none. Linear time in the length of the text for any pattern. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...others] = wildcardLiterals(pattern);
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const literal of others) {
    const found = text.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The unescaped literals between the wildcards: one more than there are wildcards. */
export function wildcardLiterals(pattern: string): string[] {
  const literals: string[] = [];
  let literal = '';
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '*') {
      literals.push(literal);
      literal = '';
    } else {
      if (pattern[at] === '\\') at++;
      literal += pattern[at] ?? '';
    }
  }
  return [...literals, literal];
}
