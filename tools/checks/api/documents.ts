/** Descriptions of interfaces that `npm run generate` makes, below the root of the clone. */
export const DOCUMENTS = ['shared/api/openapi.json', 'shared/catalogue/asyncapi.json'] as const;
