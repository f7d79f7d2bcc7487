import { BIDI_MARKS, replaceDisplayControls } from './display-controls';

/**
 * Escapes text for a terminal: display controls, carriage returns and bidirectional marks become `\u001b` and the like,
 * so that none works as a command or reorders the text. Escaped and not removed, so that an operator sees what is
 * there. Inside JSON the value stays the same.
 */
export const escapeControls = (text: string): string =>
  replaceDisplayControls(text, spelled).replace(BIDI_MARKS, spelled).replaceAll('\r', spelled);

const spelled = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
