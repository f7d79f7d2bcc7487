import { statusOf } from './status-line';

test.each<[string, number | undefined]>([
  ['HTTP/1.1 200 OK\r\n', 200],
  ['HTTP/1.1 204\r\n', 204],
  ['HTTP/1.0 200 \n', 200],
  ['HTTP/1.1 410 Gone for good\r\nx', 410],
  ['HTTP/1.1 999 \r\n', 999],
  ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n', 201],
  ['HTTP/1.1 103 \r\nlink: a\r\n\r\nHTTP/1.1 100 \n\nHTTP/1.1 202 \n', 202],
  ['HTTP/1.1 100 Continue\r\n\r\n', undefined],
  ['HTTP/1.1 103 \r\nlink: HTTP/1.1 200 OK\r\n', undefined],
  ['HTTP/1.1 200 OK', undefined],
  ['HTTP/1.1 20', undefined],
  ['HTTP/1.1 2000 OK\r\n', undefined],
  ['HTTP/1.1 099 OK\r\n', undefined],
  ['HTTP/1.1 200OK\r\n', undefined],
  ['HTTP/2 200 OK\r\n', undefined],
  ['220 mail.example.com ESMTP\r\n', undefined],
  ['\r\nHTTP/1.1 200 OK\r\n', undefined],
  ['', undefined],
])('what was received as %j has the status %s', (received, expected) => {
  expect(statusOf(received)).toBe(expected);
});
