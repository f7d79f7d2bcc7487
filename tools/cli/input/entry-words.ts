import type { CliWords } from '../in-cli-words';

/** Error texts of commands that read notifications from a file. */
export const ENTRY_WORDS: CliWords = {
  'notification.invalid': ({ faults }) => {
    const lacksTenant = faults.some(({ code }) => code === 'notification.tenant.missing');
    const tenant = lacksTenant ? '; --tenant <tenant> fills in a missing tenant' : '';
    return { fix: `correct what the lines above name${tenant}` };
  },
};
