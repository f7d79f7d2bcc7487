import { parseArgs } from 'node:util';
import { writeFile } from '../../support/files/write-file';
import { runMain } from '../../support/report-errors';
import { accepted } from './accept';
import { catalogueChanges, describeChange, isBreaking } from './catalogue-changes';
import { presentSchemas, RELEASED, releasedSchemas, schemasText } from './released-schemas';

/**
 * `npm run check:schemas`: says what changed since the released schemas, and whom it breaks; exit code 1 if anybody.
 * `--accept` releases the present schemas; a breaking change only with `--accept-breaking <type>`.
 */
runMain(() => {
  const { values } = parseArgs({
    options: { accept: { type: 'boolean' }, 'accept-breaking': { type: 'string', multiple: true } },
  });
  const [released, present] = [releasedSchemas(), presentSchemas()];
  const changes = catalogueChanges(released, present);
  console.log(changes.length === 0 ? 'no schema has changed' : changes.flatMap(describeChange).join('\n'));
  const breaking = values['accept-breaking'] ?? [];
  if (values.accept !== true && breaking.length === 0) {
    process.exitCode = changes.some(isBreaking) ? 1 : 0;
    return;
  }
  writeFile(RELEASED, schemasText(accepted(released, present, { breaking })));
  console.log('released shared/catalogue/released-schemas.json');
});
