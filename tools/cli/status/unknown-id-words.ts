import type { CliWords } from '../in-cli-words';

/**
 * Error text of `cli.unknown_id` for commands that take an id: names the table that was read.
 *
 * @param hint another remedy that the command has, inserted into the fix, such as `wait; `
 */
export const unknownIdWords = (table: string, hint = ''): CliWords => ({
  'cli.unknown_id': ({ message }) => ({
    message: `${message} in table ${table}`,
    fix: `take the id that \`publish\` printed, not SNS's message id; ${hint}for another stack add --outputs`,
  }),
});
