/** Replacement for private text in a log. */
export const MASK = '***';
