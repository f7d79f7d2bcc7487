/**
 * Text made fit for a mail header that a person reads (subject, display name): one line, whitespace and control
 * characters collapsed to single spaces, lone surrogates replaced by U+FFFD.
 *
 * Bidirectional controls go too: a right-to-left override shows a different name or file ending than the one sent.
 *
 * @see Unicode Technical Report 36, section 2.5, "Bidirectional Text Spoofing"
 */
export const headerText = (text: string): string =>
  text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\p{Control}\s]+/gu, ' ')
    .trim();
