import type { CliWords } from '../in-cli-words';

export const LIST_WORDS: CliWords = {
  'list.cursor_malformed':
    'give --cursor as the page before printed it, with the same --tenant and filter; or leave it out',
  'list.cursor_foreign':
    'give --cursor as the page before printed it, with the same --tenant and filter; or leave it out',
};
