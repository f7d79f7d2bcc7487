import * as Type from '@sinclair/typebox';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import orderShipped from '../../../shared/catalogue/order-shipped';
import { requireCurrentValidators } from './require-current-validators';

const definition = (type: string, maximum = 9): TypeDefinition =>
  ({ ...orderShipped, type, data: Type.Object({ left: Type.Integer({ maximum }) }) }) as unknown as TypeDefinition;
const generated = (...definitions: TypeDefinition[]) =>
  new Map(definitions.map(({ type, data }) => [type, { schema: JSON.parse(JSON.stringify(data)) }]));

it('takes what is there', () => {
  expect(() => requireCurrentValidators()).not.toThrow();
});

it('names every type that is new, gone or has another schema', () => {
  const now = [definition('a.same'), definition('b.changed'), definition('c.new')];
  const before = generated(definition('a.same'), definition('b.changed', 8), definition('d.gone'));
  expect(() => requireCurrentValidators(now, before)).toThrow(
    expect.objectContaining({
      code: 'catalogue.generated.stale',
      message:
        'not what the catalogue comes to now: b.changed, c.new, d.gone; functions would check data by an older catalogue',
      fix: 'npm run generate',
    }),
  );
});
