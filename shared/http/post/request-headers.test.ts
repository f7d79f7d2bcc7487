import { version } from '../../../package.json';
import { headerLines } from './request-headers';

const OURS = ['host', 'a.example', 'user-agent', `Carillon/${version}`, 'accept-encoding', 'identity'];

test('headers are sent with their names as given, and ours before them', () => {
  expect(headerLines({ 'X-Shop': 'one', 'webhook-id': '01J' }, 'a.example', 3)).toEqual([
    ...OURS,
    'X-Shop',
    'one',
    'webhook-id',
    '01J',
    'content-length',
    '3',
  ]);
});

test('a request without a body has no length, and one with an empty body has', () => {
  expect(headerLines({}, 'a.example', undefined)).toEqual(OURS);
  expect(headerLines({}, 'a.example', 0)).toEqual([...OURS, 'content-length', '0']);
});

test.each(['Host', 'USER-AGENT', 'accept-encoding', 'Connection', 'content-length', 'Transfer-Encoding'])(
  'the header %s of a caller is dropped',
  (name) => {
    expect(headerLines({ [name]: 'forged' }, 'a.example', undefined)).toEqual(OURS);
  },
);

test('of names that differ in case, the last is sent once', () => {
  expect(headerLines({ 'X-A': '1', 'x-b': '2', 'x-a': '3' }, 'a.example', undefined)).toEqual([
    ...OURS,
    'x-a',
    '3',
    'x-b',
    '2',
  ]);
});
