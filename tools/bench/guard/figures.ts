import { channels, functions } from '../../../handlers';
import { bundleFunction, entryOf, zipFunction } from '../../build/bundle';
import { inTemporaryFolder } from '../../local/processes/temporary-folder';
import { type Count, countAll } from '../counts/count';
import { NO_LATENCY, startCountedWorld } from '../counts/counted-world';

/** By name; each is better the smaller it is, and does not depend on the speed of the machine. */
export type Figures = Readonly<Record<string, number>>;

const BATCHES = 4;

/** For one delivery of each scenario, by a hot function. */
export const deliveryFigures = (): Promise<Figures> =>
  inTemporaryFolder('carillon-guard-', async (directory) => {
    const world = await startCountedWorld(directory, NO_LATENCY);
    const figures: Record<string, number> = {};
    try {
      for await (const count of countAll(world, directory, BATCHES)) Object.assign(figures, figuresOf(count));
      return figures;
    } finally {
      await world.stop();
    }
  });

function figuresOf({ scenario: { id }, deliveries, ...count }: Count): Figures {
  const { requestBytes, postedBytes, logBytes, writeUnits, readUnits, calls } = count;
  const sums = {
    'bytes to AWS': requestBytes,
    'bytes to endpoints': postedBytes,
    'log bytes': logBytes,
    'write units': writeUnits,
    'read units': readUnits,
    ...Object.fromEntries(Object.entries(calls).map(([name, sum]) => [`calls of ${name}`, sum])),
  };
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`${id}, ${name}`, sum / deliveries]));
}

/** Bytes of each function's main file and of its zip, which has the lazy files too. */
export async function sizeFigures(): Promise<Figures> {
  const names = [...channels, ...functions].map(({ name }) => name);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const { code, lazy } = await bundleFunction(entryOf(name));
      return Object.entries({
        [`${name}, bytes of code`]: code.length,
        [`${name}, bytes of zip`]: zipFunction(code, lazy).length,
      });
    }),
  );
  return Object.fromEntries(sizes.flat());
}
