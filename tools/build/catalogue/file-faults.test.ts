import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TypeDefinition } from '../../../shared/catalogue/define-type';
import orderShipped from '../../../shared/catalogue/order-shipped';
import { fileFaults } from './file-faults';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds only files whose types are not in the registry, or have another name there', () => {
  const definition = "import { defineType } from './define-type';\n\nexport default defineType({});\n";
  for (const name of ['order-shipped.ts', 'stock-low.ts', 'stock.out.ts'])
    writeFileSync(join(folder, name), definition);
  writeFileSync(join(folder, 'define-type.ts'), 'export const defineType = (definition) => definition;\n');
  const types = ['order.shipped', 'stock.out'].map((type) => ({ ...orderShipped, type }) as unknown as TypeDefinition);
  expect(fileFaults(types, folder).map(({ code, path }) => [code, path])).toEqual([
    ['catalogue.type.unlisted', '/stock-low.ts'],
    ['catalogue.type.unlisted', '/stock.out.ts'],
  ]);
});
