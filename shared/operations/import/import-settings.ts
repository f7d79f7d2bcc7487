import type { Settings } from '../../producer/prepare';
import { type EntryDefaults, type EntryPorts, entrySettings } from '../entries/entry-settings';

/** Source of lines that name none. */
export const IMPORT_SOURCE = '/import';

/** Settings of the producer for lines of a tenant's file. */
export const importSettings = (
  tenant: string,
  { unknownTypes, ...ports }: Pick<EntryDefaults, 'unknownTypes'> & EntryPorts,
): Settings => entrySettings({ source: IMPORT_SOURCE, tenant, unknownTypes }, ports);
