import { printConcurrentCpuRate } from '../cpu-rate';
import { AT_ONCE, assertStatus, body, headers, url } from './post-target';

printConcurrentCpuRate(async () => {
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  await response.arrayBuffer();
  assertStatus(response.status);
}, AT_ONCE);
