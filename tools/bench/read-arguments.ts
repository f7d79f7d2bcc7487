import { parseArgs } from 'node:util';
import { CodedError } from '../../shared/domain/kit/errors/coded-error';

export const USAGE = `npm run bench [-- --only <prefix>,… --json <file> --write --memory <MB>,… --list]

Measures this project beside what people would use instead, on this machine and without a network.

  --only    benchmarks whose id begins with one of these [default: all but the optional ones]
  --list    prints the ids
  --json    writes machine, results and raw samples to a file, or to standard output with -
  --write   writes docs/benchmarks.md, its plots and samples; measures all, so not together with --only
  --memory  sizes of a function in MB, for the benchmarks that hold it to Lambda's share of a core
            [default: 128,256,512,1024,1769]`;

export interface BenchOptions {
  /** Prefixes of ids; empty for all. */
  readonly only: readonly string[];
  readonly json: string | undefined;
  readonly isWritten: boolean;
  readonly isListed: boolean;
  readonly memorySizes: readonly number[];
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = { only: text, json: text, memory: text, write: flag, list: flag, help: flag };

/** Parsed arguments; undefined for `--help`. @throws CodedError `local.arguments` */
export function readArguments(args: readonly string[]): BenchOptions | undefined {
  const { only, json, memory, write = false, list = false, help } = parse(args);
  if (help) return undefined;
  if (write && only !== undefined) throw refused('--write replaces the whole page, and --only measures a part of it');
  return { only: listOf(only), json, isWritten: write, isListed: list, memorySizes: sizesOf(memory) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw refused((error as Error).message.split('. ')[0] ?? '');
  }
}

const listOf = (given = ''): string[] => given.split(',').filter((one) => one !== '');

const DEFAULT_SIZES = '128,256,512,1024,1769';

/** Lambda offers 128 to 10,240 MB; above 1,769 a function has more than one core, which this benchmark cannot hold it to. */
function sizesOf(given = DEFAULT_SIZES): number[] {
  const sizes = listOf(given).map(Number);
  const isSize = (size: number) => Number.isInteger(size) && size >= 128 && size <= 1_769;
  if (sizes.length > 0 && sizes.every(isSize)) return sizes;
  throw refused(`--memory is '${given}', expected whole numbers from 128 to 1769, separated by commas`);
}

export const refused = (message: string): CodedError =>
  new CodedError('local.arguments', message, `npm run bench -- --help\n\n${USAGE}`);
