import type { Fault } from '../errors/coded-error';
import { MAX_FAULTS } from './check-json';
import { pointer } from './json-pointer';

interface OpenObject {
  readonly keys: Set<string>;
}
interface Level {
  readonly path: string;
  /** Undefined of a list. */
  readonly object?: OpenObject;
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
    if (token === ':' && level?.object) readKey(level, level.object, JSON.parse(previous), faults);
    else if (token === '{' || token === '[') levels.push(opened(token, level));
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',' && typeof level?.key === 'number') level.key += 1;
    previous = token;
  }
  return faults.slice(0, MAX_FAULTS);
}

const opened = (bracket: string, holder: Level | undefined): Level => ({
  path: holder === undefined ? '' : pointer(holder.path, String(holder.key)),
  ...(bracket === '{' && { object: { keys: new Set<string>() } }),
  key: bracket === '{' ? '' : 0,
});

function readKey(level: Level, { keys }: OpenObject, key: string, faults: Fault[]): void {
  if (keys.has(key)) {
    const path = pointer(level.path, key);
    faults.push({ code: 'json.duplicate_key', path, message: 'the key is there twice, expected once' });
  }
  keys.add(key);
  level.key = key;
}
