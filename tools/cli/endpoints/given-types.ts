/** The types of a comma-separated option. */
export const givenTypes = (types: string): readonly string[] => types.split(',').map((type) => type.trim());
