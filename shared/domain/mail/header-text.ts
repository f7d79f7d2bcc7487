import { BIDI_MARKS, replaceDisplayControls } from '../kit/text/display-controls';

/**
 * Sanitizes text for a mail header that a person reads (subject, display name): one line, whitespace and control
 * characters collapsed to single spaces, lone surrogates replaced by U+FFFD. Removes bidirectional controls and marks:
 * a right-to-left override shows another name or file extension than the one sent, and a reader cannot inspect the
 * source of a header.
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
