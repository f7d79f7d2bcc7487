import { BIDI_MARKS, replaceDisplayControls } from './display-controls';

/**
 * Escapes text for a terminal: display controls, carriage returns and bidirectional marks become `\u001b` and the like,
 * so that none works as a command or reorders the text. Escaped and not removed, so that an operator sees what is
 * there. Inside JSON the value stays the same.
 */
export const escapeControls = (text: string): string =>
  PRINTABLE_ASCII.test(text)
    ? text
    : replaceDisplayControls(text, spelled).replace(BIDI_MARKS, spelled).replaceAll('\r', spelled);

/** Such as most lines of a log: one test instead of three searches. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const spelled = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
