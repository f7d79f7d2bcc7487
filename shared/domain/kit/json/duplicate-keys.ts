import type { Fault } from '../errors/coded-error';
import { MAX_FAULTS } from './check-json';
import { pointer } from './json-pointer';

/** An open object or list. */
interface Level {
  /** Of an object; undefined of a list. */
  readonly keys?: Set<string>;
  /** Key of the member, or index of the element, that is read now. */
  key: string | number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Faults of keys that an object of a JSON text has twice, at most 20. RFC 8259, section 4: of such objects, readers take the
 * first, the last or all values; so a check may see another value than the one that is used.
 *
 * @param text valid JSON
 */
export function duplicateKeys(text: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), key: '' });
    else if (token === '[') levels.push({ key: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.key === 'number') level.key += 1;
    else if (token === ':' && level?.keys) {
      level.key = JSON.parse(previous) as string;
      if (level.keys.has(level.key)) faults.push(repeated(levels));
      level.keys.add(level.key);
    }
    if (faults.length === MAX_FAULTS) break;
    previous = token;
  }
  return faults;
}

/** The pointer is built only for a fault: there may be a hundred thousand levels. */
const repeated = (levels: readonly Level[]): Fault => ({
  code: 'json.duplicate_key',
  path: levels.reduce((path, { key }) => pointer(path, String(key)), ''),
  message: 'the key is there twice, expected once',
});
