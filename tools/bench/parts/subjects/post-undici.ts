import { Pool } from 'undici';
import { printConcurrentCpuRate } from '../cpu-rate';
import { AT_ONCE, assertStatus, body, headers, url } from './post-target';

const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: AT_ONCE });

printConcurrentCpuRate(async () => {
  const { statusCode, body: response } = await pool.request({ path: pathname, method: 'POST', headers, body });
  await response.dump();
  assertStatus(statusCode);
}, AT_ONCE);
