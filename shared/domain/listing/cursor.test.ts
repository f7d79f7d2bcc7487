import fc from 'fast-check';
import { readCursor, writeCursor } from './cursor';

const FORM = /^[a-z]+$/;
const list = { tenant: 'acme', type: 'order.shipped' };

describe('a cursor', () => {
  it('has the position that it was written with, whatever the order of the filter', () => {
    const cursor = writeCursor('place', list);
    expect(readCursor(cursor, { type: 'order.shipped', tenant: 'acme' }, FORM)).toEqual({
      kind: 'position',
      position: 'place',
    });
  });

  it.each<[string, object]>([
    ['tenant', { ...list, tenant: 'other' }],
    ['filter', { tenant: 'acme' }],
    ['value', { ...list, type: 'order.paid' }],
  ])('of another %s is foreign', (_, other) => {
    expect(readCursor(writeCursor('place', list), other, FORM)).toEqual({ kind: 'foreign' });
  });

  it.each(['', 'x', '%', writeCursor('PLACE', list), Buffer.from('[2,"place","x"]').toString('base64url'), 'bnVsbA'])(
    'is malformed as %p',
    (cursor) => {
      expect(readCursor(cursor, list, FORM)).toEqual({ kind: 'malformed' });
    },
  );

  it('is refused, and never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readCursor(text, list, FORM).kind).not.toBe('position');
      }),
    );
  });
});
