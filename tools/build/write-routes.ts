import { join } from 'node:path';
import { writeFile } from '../support/files/write-file';
import { runMain } from '../support/report-errors';
import { routesPage } from './routes-page';

export const ROUTES_FILE = join(__dirname, '..', '..', 'docs', 'routes.md');

if (require.main === module) {
  runMain(() => {
    writeFile(ROUTES_FILE, routesPage());
    console.log('wrote docs/routes.md');
  });
}
