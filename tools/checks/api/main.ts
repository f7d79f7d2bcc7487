import { runRedocly } from '../../local/api/redocly';
import { runMain } from '../../support/report-errors';
import { DOCUMENTS } from './documents';

/** Lints the generated documents by redocly.yaml. Warnings fail too, by the configuration that it extends. */
runMain(async () => {
  const { code, lines } = await runRedocly(['lint', ...DOCUMENTS]);
  if (code === 0) return console.log(`${DOCUMENTS.join(' and ')}: no errors, no warnings`);
  console.error(lines.join('\n'));
  process.exitCode = 1;
});
