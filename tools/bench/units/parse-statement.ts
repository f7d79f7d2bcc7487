import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-size';
import type { Update } from './update-item';

export type Write =
  | { readonly kind: 'put'; readonly table: string; readonly item: Item }
  | { readonly kind: 'update'; readonly table: string; readonly key: Item; readonly update: Update };

/**
 * Reads a PartiQL statement that writes: `INSERT INTO "t" VALUE {'a': ?}`, or `UPDATE "t" SET a=? REMOVE b WHERE pk=? AND
 * sk=? AND …`.
 *
 * @throws Error for other statements
 */
export function parseStatement(statement: string, parameters: readonly AttributeValue[] = []): Write {
  const { text, values } = withPlaceholders(statement, parameters);
  const [, table = '', members] = /^\s*INSERT\s+INTO\s+"?([^"\s]+)"?\s+VALUE\s+\{(.*)\}\s*$/s.exec(text) ?? [];
  if (members !== undefined) return { kind: 'put', table, item: itemOf(members, values) };
  const [, name, expression, where = ''] = /^\s*UPDATE\s+"?([^"\s]+)"?\s+(.*?)\sWHERE\s+(.*)$/s.exec(text) ?? [];
  if (name === undefined || expression === undefined) throw new Error(`cannot read the statement ${statement}`);
  const update = { expression: expression.replaceAll('"', '').replaceAll(/\s+SET\s/g, ' SET '), names: {}, values };
  return { kind: 'update', table: name, key: keyOf(where, values), update };
}

/** A placeholder for each parameter and each literal string, as in an update expression. Names of members stay. */
function withPlaceholders(statement: string, parameters: readonly AttributeValue[]) {
  const values: Record<string, AttributeValue> = {};
  const placeholder = (value: AttributeValue | undefined) => {
    const name = `:p${Object.keys(values).length}`;
    if (value === undefined) throw new Error(`the statement has more parameters than it was given: ${statement}`);
    values[name] = value;
    return name;
  };
  let used = 0;
  const text = statement.replaceAll(/\?|'([^']*)'(\s*:)?/g, (found, literal: string, isName?: string) => {
    if (found === '?') return placeholder(parameters[used++]);
    return isName === undefined ? placeholder({ S: literal }) : `${literal}:`;
  });
  return { text, values };
}

function itemOf(members: string, values: Update['values']): Item {
  const pairs = [...members.matchAll(/(\w+)\s*:\s*(:p\d+)/g)];
  if (pairs.length === 0) throw new Error(`cannot read the members ${members}`);
  return Object.fromEntries(pairs.map(([, name = '', placeholder = '']) => [name, found(placeholder, values)]));
}

const keyOf = (where: string, values: Update['values']): Item => ({
  pk: comparedWith('pk', where, values),
  sk: comparedWith('sk', where, values),
});

function comparedWith(name: string, where: string, values: Update['values']): AttributeValue {
  const [, placeholder = ''] = new RegExp(`(?<![\\w"])"?${name}"?\\s*=\\s*(:p\\d+)`).exec(where) ?? [];
  return found(placeholder, values);
}

function found(placeholder: string, values: Update['values']): AttributeValue {
  const value = values[placeholder];
  if (value === undefined) throw new Error(`the statement has no value ${placeholder}`);
  return value;
}
