import type { Result } from './result';

/** Columns of a table: the member of a sample, the end of the result's id, and the unit. */
export type Columns<Sample> = readonly (readonly [key: keyof Sample, suffix: string, unit: string])[];

export interface SampledSubject<Sample> {
  readonly subject: string;
  readonly samples: readonly Sample[];
}

type Table = Pick<Result, 'id' | 'title' | 'isSeries'>;

/** A result for each column. Less is better in all of them. */
export const resultsOf = <Sample extends Readonly<Record<keyof Sample, number>>>(
  { id, title, isSeries = false }: Table,
  columns: Columns<Sample>,
  subjects: readonly SampledSubject<Sample>[],
): Result[] =>
  columns.map(([key, suffix, unit]) => ({
    id: `${id}${suffix}`,
    title,
    unit,
    better: 'less',
    measured: subjects.map(({ subject, samples }) => ({ subject, samples: samples.map((sample) => sample[key]) })),
    ...(isSeries && { isSeries }),
  }));
