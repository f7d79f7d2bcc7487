import { readFileSync } from 'node:fs';
import * as Type from '@sinclair/typebox';
import { plain } from '../../build/catalogue/compiler';
import { accepted } from './accept';
import { catalogueChanges, describeChange, type Schemas } from './catalogue-changes';
import { presentSchemas, RELEASED, releasedSchemas, schemasText } from './released-schemas';

const data = (properties: Type.TProperties): Schemas[string] =>
  plain(Type.Object(properties, { additionalProperties: false }));
const order = data({ number: Type.String(), state: Type.Union([Type.Literal('open'), Type.Literal('paid')]) });

test('no type of the catalogue has changed since it was released: see npm run check:schemas', () => {
  expect(catalogueChanges(releasedSchemas(), presentSchemas()).flatMap(describeChange)).toEqual([]);
  expect(readFileSync(RELEASED, 'utf8')).toBe(schemasText(releasedSchemas()));
});

test('a new type, and a new optional property, break nobody', () => {
  const extended = data({
    number: Type.String(),
    note: Type.Optional(Type.String()),
    state: Type.Union([Type.Literal('open'), Type.Literal('paid')]),
  });
  const changes = catalogueChanges({ 'order.made': order }, { 'order.made': extended, 'order.sent': order });
  expect(changes).toEqual([
    { type: 'order.made', kind: 'changed', producers: [], receivers: [] },
    { type: 'order.sent', kind: 'added', producers: [], receivers: [] },
  ]);
});

test('what breaks whom is told with its place', () => {
  const changed = data({
    number: Type.Optional(Type.String()),
    state: Type.Union(['open', 'paid', 'void'].map((state) => Type.Literal(state))),
    total: Type.Number(),
  });
  const changes = catalogueChanges({ 'order.made': order, 'order.gone': order }, { 'order.made': changed });
  expect(changes.flatMap(describeChange)).toEqual([
    'order.gone: removed',
    '  breaks producers: /type may be there in what they send',
    'order.made: changed',
    '  breaks producers: /data/total may be missing in what they send',
    '  breaks receivers: /data/number may be missing in what they get',
    '  breaks receivers: /data/state may be "void" in what they get',
  ]);
});

describe('accepting', () => {
  const narrowed = data({ number: Type.String({ maxLength: 9 }), state: Type.Literal('open') });
  const released = { 'order.made': order };

  it('releases what breaks nobody', () => {
    const present = { 'order.made': order, 'order.sent': narrowed };
    expect(accepted(released, present, { breaking: [] })).toEqual(present);
  });

  it('refuses what breaks somebody, and asks for a type of its own', () => {
    expect(() => accepted(released, { 'order.made': narrowed }, { breaking: ['order.sent'] })).toThrow(
      expect.objectContaining({
        code: 'catalogue.schema.breaking',
        message: expect.stringContaining('breaks producers: /data/number may break maxLength 9, and has none'),
        fix: expect.stringContaining('a type of its own'),
      }),
    );
  });

  it('releases a breaking change of a type that nobody uses yet', () => {
    const present = { 'order.made': narrowed };
    expect(accepted(released, present, { breaking: ['order.made'] })).toEqual(present);
  });
});
