import { BIDI_MARKS, replaceDisplayControls } from '../kit/text/display-controls';

/**
 * Text made fit for a mail header that a person reads (subject, display name): one line, whitespace and control
 * characters collapsed to single spaces, lone surrogates replaced by U+FFFD.
 *
 * Bidirectional controls and marks go too: a right-to-left override shows a different name or file ending than the one
 * sent, and a reader can't look at the source of a header.
 */
export const headerText = (text: string): string =>
  replaceDisplayControls(text, spaceOrNothing)
    .replace(BIDI_MARKS, '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .trim();

/** Whether a text is one line, as `headerText` makes it. */
export const isHeaderText = (text: string): boolean => headerText(text) === text;

const spaceOrNothing = (control: string): string => (/[\p{Control}\s]/u.test(control) ? ' ' : '');
