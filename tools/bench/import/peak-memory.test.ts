import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { writeBundle } from '../function/write-bundle';

jest.setTimeout(120_000);

/** Of the function: its memory buys CPU, and a file must need no more than this of it. */
const MAX_MEGABYTES = 256;

test('the memory of an import is bounded, whatever the size of the file', async () => {
  const measured = await inTemporaryFolder('carillon-import-', async (folder) => {
    const file = await writeBundle('tools/bench/import/peak-memory.ts', join(folder, 'peak-memory'));
    return [4, 40].map((megabytes) =>
      JSON.parse(execFileSync(process.execPath, [file, `${megabytes}`], { encoding: 'utf8' })),
    );
  });
  const [small, large] = measured as [{ read: number }, { read: number; rejected: number; peakMegabytes: number }];
  expect(large.read).toBeGreaterThan(9 * small.read);
  expect(large.rejected).toBeGreaterThan(0);
  expect(large.peakMegabytes).toBeLessThan(MAX_MEGABYTES);
});
