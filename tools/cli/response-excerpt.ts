import type { Exchange } from '../../shared/domain/delivery/exchange';
import { escapeControls } from '../../shared/domain/kit/text/escape-controls';

/**
 * The beginning of what a receiver answered, on one line: a receiver's line breaks would look like lines of ours, such as
 * another verdict. `--json` has all that was read.
 */
export function responseExcerpt({ response = '', truncated }: Exchange, maxCharacters: number): string {
  const isCut = truncated === true || response.length > maxCharacters;
  const excerpt = escapeControls(onOneLine(response.slice(0, maxCharacters).toWellFormed()));
  return `${excerpt}${isCut ? ' …' : ''}`.trim();
}

const onOneLine = (text: string): string =>
  text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
