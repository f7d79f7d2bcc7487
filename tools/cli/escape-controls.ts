/**
 * Text that no terminal takes for a command: control characters other than line breaks and tabs, and bidirectional
 * controls, are spelled `\u001b`. Inside JSON that is another spelling of the same text.
 *
 * What the ledger keeps was written by producers and by receivers of webhooks.
 */
export const escapeControls = (text: string): string =>
  text.replace(/(?![\n\t])[\p{Control}\p{Bidi_Control}]/gu, (character) => {
    const hexadecimal = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${hexadecimal}`;
  });
