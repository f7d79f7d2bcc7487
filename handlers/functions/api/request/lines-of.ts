import { CodedError, type Fault } from '../../../../shared/domain/kit/errors/coded-error';
import type { LineFault } from '../../../../shared/domain/kit/errors/line-fault';
import { MAX_FAULTS } from '../../../../shared/domain/kit/json/check-json';
import { duplicateKeys } from '../../../../shared/domain/kit/json/duplicate-keys';
import { type InputEntry, parseEntries } from '../../../../shared/operations/entries/parse-entries';
import { inPart, invalidRequest } from './api-error';

/**
 * The values of an NDJSON text with their lines. `parseEntries` reads one value over several lines too, which is no NDJSON;
 * it is published all the same.
 *
 * @throws CodedError `api.request_invalid` with the faults of every line, at most 20
 */
export function linesOf(text: string): readonly InputEntry[] {
  const entries = parsed(text);
  const faults = repeatedKeys(text, entries).slice(0, MAX_FAULTS);
  if (faults.length > 0) throw invalidRequest(inPart('body', faults));
  return entries;
}

function parsed(text: string): readonly InputEntry[] {
  try {
    return parseEntries(text, 'the body');
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const { faults, message } = error;
    const found = faults.length > 0 ? faults.slice(0, MAX_FAULTS) : [{ path: '', message }];
    throw invalidRequest(
      inPart(
        'body',
        found.map((fault) => ({ ...fault, code: 'json.malformed' })),
      ),
    );
  }
}

/** Faults of keys that an object of a line has twice; of one value over several lines, those of the whole text. */
function repeatedKeys(text: string, [first]: readonly InputEntry[]): readonly (Fault | LineFault)[] {
  if (first?.line === undefined) return duplicateKeys(text);
  return text.split('\n').flatMap((content, n) => duplicateKeys(content).map((fault) => ({ ...fault, line: n + 1 })));
}
