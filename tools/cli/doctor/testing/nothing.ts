import type { Diagnosis } from '../diagnosis';

/** A diagnosis with a state and empty lists. */
export const NOTHING: Diagnosis = {
  isStateGiven: true,
  imports: [],
  managed: [],
  gone: [],
  replaced: [],
  absent: [],
  notImportable: [],
  unknown: [],
  blocked: [],
  remarks: [],
};
