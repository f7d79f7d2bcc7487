import type { Exchange } from '../../shared/domain/delivery/exchange';
import { escapeControls } from '../../shared/domain/kit/text/escape-controls';

/**
 * The beginning of a receiver's response, on one line: its line breaks could forge lines of our output, such as another
 * verdict. `--json` has the whole response that was read.
 */
export function responseExcerpt({ response = '', truncated }: Exchange, maxCharacters: number): string {
  const isCut = truncated === true || response.length > maxCharacters;
  const excerpt = escapeControls(onOneLine(response.slice(0, maxCharacters).toWellFormed()));
  return `${excerpt}${isCut ? ' …' : ''}`.trim();
}

const onOneLine = (text: string): string =>
  text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
