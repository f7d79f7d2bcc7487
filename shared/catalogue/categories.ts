export interface CategoryDefinition {
  /** By language tag, English at least: what its mails are called after "Unsubscribe from", such as "weekly digests". */
  readonly names: Readonly<Record<string, string>> & { readonly en: string };
}

/**
 * Kinds of mail that people may end. Of a category that is no longer listed no mail is sent, but who unsubscribed stays
 * recorded: do not give its name to another one.
 */
export const categories = {
  digest: { names: { en: 'weekly digests', de: 'Wochenberichte' } },
} as const satisfies Readonly<Record<string, CategoryDefinition>>;

export type Category = keyof typeof categories;

/** What a type belongs to that names no category: it cannot be unsubscribed. */
export const TRANSACTIONAL = 'transactional';
