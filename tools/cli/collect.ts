/** For options that may be repeated. */
export const collect = (value: string, others: readonly string[] = []): readonly string[] => [...others, value];
