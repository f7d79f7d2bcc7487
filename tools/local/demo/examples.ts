import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Notification } from '../../../shared/domain/notification/notification';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');

/** The notifications of `examples`, by name. Its other files are for receivers. */
export const exampleNotifications = (): readonly Notification[] =>
  readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as Notification);
