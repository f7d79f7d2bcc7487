import { routeLines, routeRows } from './route-texts';
import type { Route } from './routes';

const routes: readonly Route[] = [
  { type: 'order.shipped', channels: { email: 'always', pager: 'some_tenants', sms: 'if_named', fax: 'never' } },
  { type: 'order.lost', channels: { email: 'never', pager: 'never', sms: 'never', fax: 'never' } },
];
const channels = ['email', 'pager', 'sms', 'fax'].map((name) => ({ name }));

it('rows have a heading, and a word for each channel in the order of the registry', () => {
  expect(routeRows(routes, channels)).toEqual([
    ['type', 'email', 'pager', 'sms', 'fax'],
    ['order.shipped', 'yes', 'some tenants', 'if named', 'no'],
    ['order.lost', 'no', 'no', 'no', 'no'],
  ]);
});

it('a line names the channels that are reached where nobody names one', () => {
  expect(routeLines(routes)).toEqual(['order.shipped: email, pager (some tenants)', 'order.lost: nowhere']);
});
