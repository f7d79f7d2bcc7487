/** Stands for what a log must not show. */
export const MASK = '***';
