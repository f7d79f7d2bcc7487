import type { PortFinding } from '../preflight/preflight-findings';
import { judgePort, parsePort } from './port-choice';

test.each([
  ['4566', 4566],
  ['1024', 1024],
  ['65535', 65_535],
  ['1023', undefined],
  ['65536', undefined],
  ['0x1234', undefined],
  ['4566 ', undefined],
  ['', undefined],
])('the port of %j is %s', (text, port) => {
  expect(parsePort(text)).toBe(port);
});

test.each<[string, PortFinding, object]>([
  ['the default port is used without a word', { free: 4566 }, { tools: { port: 4566 } }],
  [
    'the next free port is used with a word',
    { free: 4568 },
    { tools: { port: 4568 }, note: 'port 4566 is taken: using 4568' },
  ],
  ['a wanted port is used without a word', { wanted: '5000', free: 5000 }, { tools: { port: 5000 } }],
  ['a saved port is used without a word', { saved: 4570, free: 4570 }, { tools: { port: 4570 } }],
])('%s', (_, finding, verdict) => {
  expect(judgePort(finding)).toEqual(verdict);
});

test.each<[PortFinding, string, string]>([
  [{ wanted: '4566' }, 'local.port.taken', 'port 4566 is taken on 127.0.0.1'],
  [{ wanted: 'http' }, 'local.port.invalid', 'CARILLON_PORT is "http", not a port from 1024 to 65535'],
  [{ saved: 4570 }, 'local.port.taken', 'port 4570, which the saved state belongs to, is taken on 127.0.0.1'],
  [{}, 'local.port.taken', 'ports 4566 to 4665 are taken on 127.0.0.1'],
])('%j is an error', (finding, code, message) => {
  expect(judgePort(finding).error).toMatchObject({ code, message });
});
