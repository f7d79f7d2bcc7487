import { auditChain } from './audit-chain/audit-chain';
import { calls } from './calls/calls';
import { core } from './core/core';
import { deliveries } from './deliveries/deliveries';
import { dollars } from './dollars/dollars';
import { growth } from './growth/growth';
import { init } from './init/init';
import { latency } from './load/latency';
import { memory } from './load/memory';
import { sweeper } from './load/sweeper';
import { throughput } from './load/throughput';
import { PART_BENCHMARKS } from './parts/part-benchmarks';
import type { BenchOptions } from './read-arguments';
import type { Benchmark } from './report/result';
import { synth } from './synth/synth';

/** All benchmarks, in the order of the page. */
export const benchmarksOf = ({ memorySizes }: Pick<BenchOptions, 'memorySizes'>): readonly Benchmark[] => [
  ...deliveries,
  latency,
  ...throughput,
  ...memory(memorySizes),
  sweeper,
  ...growth,
  dollars,
  ...PART_BENCHMARKS,
  init,
  auditChain,
  core,
  synth,
  calls,
];
