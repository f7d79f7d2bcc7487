/**
 * Characters that change how the text around them is shown, and show nothing themselves: control characters (C0, DEL and
 * C1) but for tabs and line breaks; line and paragraph separators; and bidirectional embeddings, overrides and isolates
 * with the deprecated format characters behind them (U+206A–206F), which also stay in force until something ends them.
 *
 * Text that reads from right to left needs none of them. What it may need is not among them: U+061C, U+200E and U+200F,
 * which are as weak as an invisible letter, and the zero-width joiners of Persian and of emoji.
 *
 * @see Unicode Technical Report 36, section 2.5, "Bidirectional Text Spoofing"
 */
const DISPLAY_CONTROLS = /[^\P{Control}\t\n\r]|[\u2028\u2029\u202A-\u202E\u2066-\u206F]/gu;

/**
 * Marks that order only what is beside them. Legitimate in running text; in a single value, such as a name or a column of
 * a table, nothing needs them and they can still swap digits and punctuation.
 */
export const BIDI_MARKS = /[\u061C\u200E\u200F]/g;

/** The replacement depends on the reader of the text: see the callers. */
export const replaceDisplayControls = (text: string, replacement: (character: string) => string): string =>
  text.replace(DISPLAY_CONTROLS, replacement);
