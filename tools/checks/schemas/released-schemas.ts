import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../shared/catalogue';
import { plain } from '../../build/catalogue/compiler';
import type { Schemas } from './catalogue-changes';

/** The schemas that producers and receivers rely on. `npm run check:schemas -- --accept` writes it. */
export const RELEASED = join(__dirname, '..', '..', '..', 'shared', 'catalogue', 'released-schemas.json');

export const releasedSchemas = (): Schemas => JSON.parse(readFileSync(RELEASED, 'utf8')) as Schemas;

export const presentSchemas = (): Schemas => Object.fromEntries(catalogue.map(({ type, data }) => [type, plain(data)]));

export const schemasText = (schemas: Schemas): string => `${JSON.stringify(schemas, null, 2)}\n`;
