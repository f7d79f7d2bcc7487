/** Commander parser of a repeatable option: appends each value. */
export const collect = (value: string, others: readonly string[] = []): readonly string[] => [...others, value];
