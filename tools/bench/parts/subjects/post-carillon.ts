import { createPoster } from '../../../../shared/http/post/post';
import { printConcurrentCpuRate } from '../cpu-rate';
import { AT_ONCE, assertStatus, body, headers, url } from './post-target';

const post = createPoster({ policy: { allowLoopback: true, allowedPorts: [443] } });

printConcurrentCpuRate(async () => {
  const result = await post({ url, headers, body });
  if (result.kind === 'failure') throw new Error(result.message);
  assertStatus(result.status);
}, AT_ONCE);
