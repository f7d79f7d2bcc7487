/**
 * The text of the first element with this name; undefined if there is none. For elements that have text alone, and whose
 * name occurs once, as in the responses that functions read.
 */
export function xmlText(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}\\s*>`, 's').exec(xml) ?? [];
  return text === undefined ? undefined : unescaped(text);
}

/** Readers of the members of a list, each of `xmlText`'s form: `<Failed><member><Id>1</Id></member></Failed>`. */
export function xmlMembers(xml: string, list: string): ((name: string) => string | undefined)[] {
  const [, content = ''] = new RegExp(`<${list}>(.*?)</${list}>`, 's').exec(xml) ?? [];
  return [...content.matchAll(/<member>(.*?)<\/member>/gs)].map(
    ([, member = '']) =>
      (name) =>
        xmlText(member, name),
  );
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const unescaped = (text: string): string =>
  text.replace(/<!\[CDATA\[(.*?)\]\]>|&(#x[0-9a-f]+|#\d+|\w+);/gis, (whole, cdata?: string, entity = '') => {
    if (cdata !== undefined) return cdata;
    return (entity.startsWith('#') ? character(entity.slice(1)) : ENTITIES.get(entity)) ?? whole;
  });

/** @param code decimal, or hexadecimal after an `x`; undefined if there is no such character */
function character(code: string): string | undefined {
  const point = Number(/^x/i.test(code) ? `0${code}` : code);
  return point > 0x10ffff ? undefined : String.fromCodePoint(point);
}
