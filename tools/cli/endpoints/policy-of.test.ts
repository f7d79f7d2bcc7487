import { checkUrl } from '../../../shared/http/address/address';
import type { CliOutputs } from '../stack/stack-outputs';
import { policyOf } from './policy-of';

const outputs = (more: Partial<CliOutputs>) => more as CliOutputs;
const deployed = (more: Partial<CliOutputs>) => policyOf({ isLocal: false, outputs: outputs(more) });

test('endpoints may have the ports that the stack allows', () => {
  const policy = deployed({ webhook_ports: '443,8443' });
  expect(policy).toEqual({ allowLoopback: false, allowedPorts: [443, 8443] });
  expect(checkUrl('https://hooks.example.com:8443/', policy)).toEqual([]);
  expect(checkUrl('https://hooks.example.com:9443/', policy)).toEqual([
    { code: 'webhook.url.port', path: '', message: 'the port is 9443, allowed: 443, 8443; use 443' },
  ]);
});

test('a stack without the output webhook_ports allows 443', () => {
  expect(deployed({})).toEqual({ allowLoopback: false, allowedPorts: [443] });
});

test('on a local stack they may be on loopback', () => {
  expect(policyOf({ isLocal: true, outputs: outputs({ webhook_ports: '443' }) }).allowLoopback).toBe(true);
});
