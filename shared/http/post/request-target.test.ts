import { requestTarget } from './request-target';

test('a path has its query, and the default port is left out', () => {
  expect(requestTarget(new URL('https://hooks.example.com:443/in?a=b'))).toEqual({
    protocol: 'https:',
    hostname: 'hooks.example.com',
    port: '',
    path: '/in?a=b',
    host: 'hooks.example.com',
  });
});

test('an IPv6 address has brackets in the host header, and none where it is connected to', () => {
  const { hostname, host } = requestTarget(new URL('http://[::1]:8080/'));
  expect([hostname, host]).toEqual(['::1', '[::1]:8080']);
});

test('the parts of one URL object are cut once', () => {
  const url = new URL('https://hooks.example.com/');
  expect(requestTarget(url)).toBe(requestTarget(url));
});
