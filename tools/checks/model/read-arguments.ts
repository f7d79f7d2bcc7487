import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CodedError } from '../../../shared/domain/kit/errors/coded-error';

export const USAGE = `npm run test:model [-- --runs <n> --seed <n> --processes <n> | -- --holes --only <text>]

Runs the project's own runtime through random plans, and looks for a delivery that is lost, repeated or changed.

  --runs       how many plans [default: 5000]
  --seed       which plans [default: 1]
  --processes  that share them [default: as many as there are cores]
  --holes      takes the fixes back, one at a time: the model must find each
  --only       of the holes, those whose name has this text`;

export interface ModelOptions {
  readonly runs: number;
  readonly seed: number;
  readonly processes: number;
  readonly holes: boolean;
  readonly only: string;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = { runs: text, seed: text, processes: text, holes: flag, only: text, help: flag };

/** Parsed arguments; undefined for `--help`. @throws CodedError `local.arguments` */
export function readArguments(args: readonly string[]): ModelOptions | undefined {
  const { runs, seed, processes, holes = false, only = '', help } = parse(args);
  if (help) return undefined;
  return {
    runs: numberOf('runs', runs, 5_000),
    seed: numberOf('seed', seed, 1),
    processes: numberOf('processes', processes, availableParallelism()),
    holes,
    only,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw refused((error as Error).message.split('. ')[0] ?? '');
  }
}

function numberOf(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const least = name === 'seed' ? 0 : 1;
  if (/^\d{1,12}$/.test(given) && Number(given) >= least) return Number(given);
  throw refused(`--${name} is '${given}', expected a whole number from ${least} on`);
}

const refused = (message: string): CodedError =>
  new CodedError('local.arguments', message, `npm run test:model -- --help\n\n${USAGE}`);
