import { loopbackBindings } from './loopback-bindings';

const BINDINGS = { '4566/tcp': [{ HostPort: '0' }], '4510/tcp': [{ HostPort: '4510' }] };

test('ports of an engine on this machine are published on loopback', () => {
  expect(loopbackBindings(BINDINGS, ['::1', '127.0.0.1'])).toEqual({
    '4566/tcp': [{ HostPort: '0', HostIp: '127.0.0.1' }],
    '4510/tcp': [{ HostPort: '4510', HostIp: '127.0.0.1' }],
  });
});

test('ports of an engine elsewhere stay where they can be reached', () => {
  expect(loopbackBindings(BINDINGS, ['172.17.0.1'])).toEqual(BINDINGS);
});
