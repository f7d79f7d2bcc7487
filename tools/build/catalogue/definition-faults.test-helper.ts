import type { TProperties } from '@sinclair/typebox';
import * as Type from '@sinclair/typebox';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import { line } from '../../../shared/catalogue/fields';
import type { GenericMail, MailContent, MailTemplate } from '../../../shared/domain/mail/mail-template';
import { definitionFaults } from './definition-faults';

export const closed = { additionalProperties: false } as const;

export const data = Type.Object(
  {
    sku: line('the article'),
    left: Type.Integer({ minimum: 0 }),
    shelf: Type.Optional(Type.Object({ row: Type.String() }, closed)),
  },
  closed,
);

export const VALID: TypeDefinition = {
  type: 'stock.low',
  description: 'An article is nearly sold out.',
  data,
  channels: ['email', 'webhook'],
  severity: 'info',
  mail: { title: 'Nearly sold out', forPeople: ['sku', 'left'] },
  example: { sku: 'A-1', left: 3, shelf: { row: '7' } },
};

/** TypeScript refuses most of these definitions; `npm run generate` runs without type checks. */
export type Loose = { readonly [Key in keyof TypeDefinition]?: unknown };
export const loose = (change: Loose): TypeDefinition => ({ ...VALID, ...change }) as TypeDefinition;
export const found = (change: Loose) =>
  definitionFaults([loose(change)]).map(({ code, path, message }) => [code, path, message]);
export const generic = (mail: Partial<GenericMail>) => found({ mail: { forPeople: [], ...mail } });
export const CONTENT: MailContent = { subject: '{{ data.sku }}', html: '<p>{{ data.left }}</p>' };
export const templates = (mail: Partial<MailTemplate>, more: Loose = {}) =>
  found({ mail: { defaultLocale: 'en', locales: { en: CONTENT }, ...mail }, ...more });
export const withData = (schema: object, example: unknown = {}) =>
  found({ data: schema, example, mail: { forPeople: [] } });

export const box = (properties: TProperties) => Type.Object(properties, closed);
