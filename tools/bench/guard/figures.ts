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
    ...callFigures(calls),
  };
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`${id}, ${name}`, sum / deliveries]));
}

/** Writes together: those of a batch go by one call or by several, and by another operation if a statement is alone. */
function callFigures(calls: Count['calls']): Figures {
  const figures: Record<string, number> = {};
  for (const [name, sum] of Object.entries(calls)) {
    const figure = WRITES.test(name) ? 'calls that write to DynamoDB' : `calls of ${name}`;
    figures[figure] = (figures[figure] ?? 0) + sum;
  }
  return figures;
}

const WRITES = /^DynamoDB\.(PutItem|UpdateItem|DeleteItem|TransactWriteItems|BatchExecuteStatement)$/;

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
