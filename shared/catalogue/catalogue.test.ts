import { readdirSync, readFileSync } from 'node:fs';
import { plain } from '../../tools/build/catalogue/compiler';
import { variationsOf } from '../../tools/build/catalogue/data-variations';
import { definitionFaults } from '../../tools/build/catalogue/definition-faults';
import { openUnsubscribeToken, sealUnsubscribeToken } from '../domain/mail/unsubscribe-token';
import { catalogue } from './';
import { categories } from './categories';
import type { DataByType } from './data-by-type.generated';
import type { TypeDefinition } from './define-type';
import { findDefinition } from './find-definition';
import orderShipped from './order-shipped';
import { typeMail } from './type-mail';
import { dataFaults } from './validate-data';

const definitions: readonly TypeDefinition[] = catalogue;
const each = definitions.map((definition) => [definition.type, definition] as const);
const fileNames = readdirSync(__dirname).filter((name) => /^import .* from '\.\/define-type';$/m.test(source(name)));

function source(name: string): string {
  return name.endsWith('.test.ts') ? '' : readFileSync(`${__dirname}/${name}`, 'utf8');
}

describe('the catalogue', () => {
  it('has one file a type, named like the type, and lists every one', () => {
    const named = definitions.map(({ type }) => `${type.replaceAll('.', '-')}.ts`);
    const defining = fileNames.filter((name) => !['find-definition.ts', 'define-type.ts'].includes(name));
    expect(named.sort()).toEqual(defining.sort());
  });

  it('passes the checks of npm run generate', () => {
    expect(definitionFaults(definitions)).toEqual([]);
  });

  it('finds a type by its name, and nothing by an unknown name', () => {
    expect(findDefinition('order.shipped')?.type).toBe('order.shipped');
    expect([findDefinition('order.lost'), findDefinition('constructor')]).toEqual([undefined, undefined]);
  });

  it('marks no data of an unknown type as meant for people', () => {
    expect([typeMail('order.lost'), typeMail('constructor')]).toEqual([{ forPeople: [] }, { forPeople: [] }]);
    expect(typeMail('order.shipped')).toBe(orderShipped.mail);
  });
});

it('names every category so that a token to unsubscribe from it opens', async () => {
  const key = { id: '1', key: new Uint8Array(32) };
  const opened = Object.keys(categories).map(async (category) => {
    const subscription = { tenant: 'demo', category, address: 'ada@example.com' };
    return (await openUnsubscribeToken(sealUnsubscribeToken(subscription, key), async () => key))?.category;
  });
  expect(await Promise.all(opened)).toEqual(Object.keys(categories));
});

describe.each(each)('%s', (_type, definition) => {
  it('passes the checks of npm run generate: schema, example, channels and mail', () => {
    expect(definitionFaults([definition])).toEqual([]);
  });

  it('refuses data that lacks a required property or has an unknown one', () => {
    const required = definition.data.required ?? [];
    expect(required.length).toBeGreaterThan(0);
    const faults = dataFaults({ type: definition.type, data: { unheardof: 1 } });
    const missing = required.map((name) => `/data/${name}`);
    expect(faults.map(({ path }) => path).sort()).toEqual([...missing, '/data/unheardof'].sort());
  });

  it('accepts every variation of its example', () => {
    const variations = variationsOf(plain(definition.data), definition.example);
    expect(variations.flatMap((data) => dataFaults({ type: definition.type, data }))).toEqual([]);
  });
});

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? ReadonlyArray<DeepReadonly<Item>>
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value;
type Examples = {
  readonly [Definition in (typeof catalogue)[number] as Definition['type']]: DeepReadonly<Definition['example']>;
};

describe('the generated types', () => {
  it('are those of the schemas, in both directions', () => {
    const toGenerated = (data: Examples): DataByType => data;
    const fromGenerated = (data: DataByType): Examples => data;
    expect([toGenerated, fromGenerated]).toHaveLength(2);
  });
});
