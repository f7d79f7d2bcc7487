import orderShipped from './order-shipped';
import { catalogueFaults, isUnknown, TYPES } from './type-faults';

const refuse = (type: string, data: unknown = {}) => catalogueFaults('refuse')({ type, data });
const why = (type: string) => refuse(type)[0]?.message.split('; ')[1];

const ALL =
  'it has activity.weekly-digest, alarm.changed, invoice.issued, object.created, order.shipped, payment.failed, pipeline.failed, sign-in.new-device';

test('an unknown type is refused with any data', () => {
  expect(refuse('order.shiped', orderShipped.example)).toEqual([
    {
      code: 'notification.type.unknown',
      path: '/type',
      message: 'type is "order.shiped", which the catalogue does not have; did you mean order.shipped?',
    },
  ]);
});

test.each([
  ['order.shiped', 'did you mean order.shipped?'],
  ['orders.shipped', 'did you mean order.shipped?'],
  ['order_shipped', 'did you mean order.shipped?'],
  ['order.shipped.', 'did you mean order.shipped?'],
  ['sign-in.newdevice', 'did you mean sign-in.new-device?'],
  ['weekly-digest', ALL],
  ['invoice.created', ALL],
  ['constructor', ALL],
  ['a', ALL],
  ['x'.repeat(128), ALL],
])('%s: %s', (type, expected) => {
  expect(why(type)).toBe(expected);
});

test('the data of a known type is validated', () => {
  expect(refuse('order.shipped', orderShipped.example)).toEqual([]);
  expect(refuse('order.shipped', {}).map(({ code }) => code)).toEqual(Array(3).fill('notification.data.invalid'));
  expect(TYPES.filter(isUnknown)).toEqual([]);
});

test('if unknown types are allowed, their data is not validated, and that of known types is', () => {
  const allow = catalogueFaults('allow');
  expect(allow({ type: 'order.shiped', data: { anything: true } })).toEqual([]);
  expect(allow({ type: 'order.shipped', data: {} })).toHaveLength(3);
});
