import { readFileSync } from 'node:fs';
import { channels } from '../../handlers';
import { catalogue } from '../../shared/catalogue';
import { routesPage } from './routes-page';
import { ROUTES_FILE } from './write-routes';

test('docs/routes.md has the routes of the catalogue and the registry; `npm run generate` writes it', () => {
  expect(readFileSync(ROUTES_FILE, 'utf8')).toBe(routesPage());
});

test('the page has a row for every type and every channel', () => {
  const lines = routesPage().split('\n');
  for (const name of [...catalogue.map(({ type }) => type), ...channels.map(({ name }) => name)]) {
    expect(lines.filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(1);
  }
});
