export interface CategoryDefinition {
  /** Display name by language tag, at least English, which completes "Unsubscribe from …", such as "weekly digests". */
  readonly names: Readonly<Record<string, string>> & { readonly en: string };
}

/**
 * Categories that recipients can unsubscribe from. No mail is sent of a category that was removed from here, but its
 * unsubscriptions stay recorded: do not reuse its name for another category.
 */
export const categories = {
  digest: { names: { en: 'weekly digests', de: 'Wochenberichte' } },
} as const satisfies Readonly<Record<string, CategoryDefinition>>;

export type Category = keyof typeof categories;

/** The category of types without one, which cannot be unsubscribed from. */
export const TRANSACTIONAL = 'transactional';
