import type { Capability } from '../../shared/domain/manifest/channel';
import { Naming } from '../constructs/naming';
import type { Environment } from '../environment';
import { anEnvironment } from '../verification/testing/environments';
import { CAPABILITIES } from './capabilities';
import type { Grant } from './grant';

export const prod = anEnvironment('prod');
export const local = anEnvironment('local');
export const ledger = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-ledger';
export const directory = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carillon-prod-directory';
export const CHANNELS = ['email', 'webhook'];

export const grant = (capability: Capability, environment: Environment): Grant =>
  CAPABILITIES[capability]({ naming: new Naming(environment), environment, channels: CHANNELS });

/** One test per capability; the type of the table demands a row for each of them. */
export const itGrants = (grants: Readonly<Partial<Record<Capability, Grant>>>): void =>
  test.each(Object.entries(grants) as [Capability, Grant][])(
    '%s grants this and nothing else',
    (capability, expected) => {
      expect(grant(capability, prod)).toEqual(expected);
    },
  );
