import { BIDI_MARKS, replaceDisplayControls } from './display-controls';

/**
 * Text that no terminal takes for a command and that shows in the order of its characters: display controls, carriage
 * returns and bidirectional marks are spelled `\u001b`. Escaped and not removed, so that whoever looks for a fault sees
 * what is there. Inside JSON that is another spelling of the same text.
 */
export const escapeControls = (text: string): string =>
  replaceDisplayControls(text, spelled).replace(BIDI_MARKS, spelled).replaceAll('\r', spelled);

const spelled = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
