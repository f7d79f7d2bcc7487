import type { CliWords } from '../in-cli-words';

export const SUPPRESSION_WORDS: CliWords = {
  'cli.tenant_malformed': 'leave --tenant out for all tenants',
  'cli.category_without_tenant': () => ({ message: '--category is given without --tenant' }),
  'cli.unknown_suppression':
    'take one that `npx carillon suppressions list --address <address>` shows, with its tenant and category',
};
