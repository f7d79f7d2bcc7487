import { readdirSync, readFileSync } from 'node:fs';
import { channels } from '../../handlers';
import { renderMail } from '../../handlers/email/render';
import type { Notification } from '../domain/notification';
import { catalogue } from '.';
import type { DataByType } from './data-by-type.generated';
import type { TypeDefinition } from './define-type';
import { findDefinition } from './find-definition';
import { mailTemplate } from './mail-template';
import { dataFaults } from './validate-data';

const definitions: readonly TypeDefinition[] = catalogue;
const each = definitions.map((definition) => [definition.type, definition] as const);
const fileNames = readdirSync(__dirname).filter((name) => /^import .* from '\.\/define-type';$/m.test(source(name)));

function source(name: string): string {
  return name.endsWith('.test.ts') ? '' : readFileSync(`${__dirname}/${name}`, 'utf8');
}

function notification({ type, example, severity }: TypeDefinition, locale: string): Notification {
  return {
    ...{ specversion: '1.0', id: '01M83VVAE0DXK8DR745633EZ6J', source: '/test', datacontenttype: 'application/json' },
    ...{ type, time: '2026-11-23T09:30:00Z', tenant: 'demo', channels: 'email', severity, locale, data: example },
  };
}

describe('the catalogue', () => {
  it('has one file a type, named like the type, and lists every one', () => {
    const named = definitions.map(({ type }) => `${type.replaceAll('.', '-')}.ts`);
    const defining = fileNames.filter((name) => !['find-definition.ts', 'define-type.ts'].includes(name));
    expect(named.sort()).toEqual(defining.sort());
  });

  it('has no type twice', () => {
    expect(new Set(definitions.map(({ type }) => type)).size).toBe(definitions.length);
  });

  it('finds a type by its name, and nothing by any other', () => {
    expect(findDefinition('order.shipped')?.type).toBe('order.shipped');
    expect([findDefinition('order.lost'), findDefinition('constructor'), mailTemplate('')]).toEqual(
      Array(3).fill(undefined),
    );
  });
});

describe.each(each)('%s', (_type, definition) => {
  it('has an example that its schema accepts', () => {
    expect(dataFaults({ type: definition.type, data: definition.example })).toEqual([]);
  });

  it('refuses data without any of its properties, and with one that it does not have', () => {
    const required = definition.data.required ?? [];
    expect(required.length).toBeGreaterThan(0);
    const faults = dataFaults({ type: definition.type, data: { unheardof: 1 } });
    const missing = required.map((name) => `/data/${name}`);
    expect(faults.map(({ path }) => path).sort()).toEqual([...missing, '/data/unheardof'].sort());
  });

  it('goes to deployed channels by default', () => {
    expect(channels.map(({ name }) => name)).toEqual(expect.arrayContaining([...definition.channels]));
  });

  it.each(Object.keys(definition.mail.locales))('renders its example in %s', (locale) => {
    const result = renderMail(notification(definition, locale), definition.mail);
    expect(result).toEqual({
      ok: true,
      mail: {
        subject: expect.stringMatching(/./),
        text: expect.stringMatching(/./),
        html: expect.stringMatching(/^<!/),
      },
    });
  });

  it.each(Object.keys(definition.mail.locales))('renders in %s without what is optional', (locale) => {
    const required = new Set(definition.data.required);
    const data = Object.fromEntries(Object.entries(definition.example).filter(([name]) => required.has(name)));
    expect(dataFaults({ type: definition.type, data })).toEqual([]);
    const result = renderMail({ ...notification(definition, locale), data }, definition.mail);
    expect(result).toMatchObject({ ok: true });
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
