import { isBadPort, MAX_PORT, webhookPorts } from './webhook-ports';

test('443 comes first, and is the default', () => {
  expect(webhookPorts({ webhookPorts: [] })).toBe('443');
  expect(webhookPorts({ webhookPorts: [8443, 9443] })).toBe('443,8443,9443');
});

test.each([0, 21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 636, 993, 2049, 6000, 6667, 10_080])(
  'port %d is of another service',
  (port) => expect(isBadPort(port)).toBe(true),
);

test('exactly the 83 ports that browsers block are refused', () => {
  const all = Array.from({ length: MAX_PORT + 1 }, (_, port) => port);
  expect(all.filter(isBadPort)).toHaveLength(83);
  expect([80, 443, 8080, 8443, 9443, MAX_PORT].filter(isBadPort)).toEqual([]);
});
