import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryFigures, sizeFigures } from './figures';
import { excesses, type Limits, limitsFor } from './limits';

/**
 * The short form of the benchmarks: figures that do not depend on the speed of the machine. Allocations are not among them:
 * V8 decides by timing what it optimizes, and optimized code allocates less.
 */
const FILE = join(__dirname, 'limits.json');

test('no delivery makes more calls, request units or bytes than its limits, and no bundle is larger', async () => {
  const figures = { ...(await deliveryFigures()), ...(await sizeFigures()) };
  if (process.env.UPDATE_LIMITS) writeFileSync(FILE, `${JSON.stringify(limitsFor(figures), null, 2)}\n`);
  expect(excesses(figures, JSON.parse(readFileSync(FILE, 'utf8')) as Limits)).toBe('');
}, 120_000);
