import * as Type from '@sinclair/typebox';
import { bundleFunction } from './bundle';
import { generateCatalogue, outdatedFiles } from './compile-catalogue';
import { typeOfSchema } from './type-of-schema';

describe('the generated catalogue', () => {
  it('is current: if this fails, run npm run generate', () => {
    expect(outdatedFiles()).toEqual([]);
  });

  it('does not depend on the order of the registry', () => {
    const definition = { description: '', channels: [], severity: 'info' } as const;
    const mail = { defaultLocale: 'en', locales: {} };
    const [a, b] = ['a.one', 'b.two'].map((type) => ({
      ...definition,
      type,
      mail,
      data: Type.Object({}),
      example: {},
    }));
    expect(generateCatalogue([a, b].flatMap((d) => d ?? []))).toEqual(
      generateCatalogue([b, a].flatMap((d) => d ?? [])),
    );
  });
});

describe('a bundle', () => {
  it('that checks data holds neither a schema library nor a schema compiler', async () => {
    const { inputs } = await bundleFunction('shared/catalogue/validate-data.ts');
    expect(inputs.filter((path) => path.startsWith('node_modules'))).toEqual([
      'node_modules/ajv/dist/runtime/ucs2length.js',
    ]);
  });

  it('that sends mail contains little more than the templates', async () => {
    const { code, inputs } = await bundleFunction('shared/catalogue/type-mail.ts');
    expect(inputs.filter((path) => /node_modules\/ajv/.test(path))).toEqual([]);
    expect(code.length).toBeLessThan(25_000);
  });
});

describe('typeOfSchema', () => {
  it.each([
    [Type.String(), 'string'],
    [Type.Integer(), 'number'],
    [Type.Null(), 'null'],
    [Type.Literal("it's"), "'it\\'s'"],
    [Type.Union([Type.Literal(1), Type.Boolean()]), '1 | boolean'],
    [Type.Array(Type.Union([Type.Number(), Type.Null()])), 'ReadonlyArray<number | null>'],
    [{ enum: ['a', 2] }, "'a' | 2"],
    [Type.Object({ 'a-b': Type.Optional(Type.String()) }), "{\n  readonly 'a-b'?: string;\n}"],
  ])('prints %j', (schema, expected) => {
    expect(typeOfSchema(JSON.parse(JSON.stringify(schema)))).toBe(expected);
  });

  it('refuses an unsupported schema', () => {
    expect(() => typeOfSchema({ type: 'object' })).toThrow(
      expect.objectContaining({ code: 'catalogue.schema.unsupported' }),
    );
  });
});
