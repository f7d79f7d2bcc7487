/** As an option has them, comma-separated. */
export const givenTypes = (types: string): readonly string[] => types.split(',').map((type) => type.trim());
