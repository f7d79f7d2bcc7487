import type { CliWords } from '../in-cli-words';

/**
 * For commands that take an id: `cli.unknown_id` with the table that was read.
 *
 * @param hint where the command has another remedy too, as it stands in the fix, such as `wait; `
 */
export const unknownIdWords = (table: string, hint = ''): CliWords => ({
  'cli.unknown_id': ({ message }) => ({
    message: `${message} in table ${table}`,
    fix: `take the id that \`publish\` printed, not SNS's message id; ${hint}for another stack add --outputs`,
  }),
});
