import type { Benchmark } from '../report/result';
import { computations } from './computations';
import { post } from './post';

/** Parts of a delivery beside what others would use. Each run is a process of its own, bundled as a function is. */
export const PART_BENCHMARKS: readonly Benchmark[] = [post, ...computations];
