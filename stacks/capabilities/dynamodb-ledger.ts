import { FEEDBACK_ATTRIBUTES, PARKED_INDEX, SCAN_KEY } from '../../shared/aws/dynamodb/ledger-items';
import type { Capability } from '../../shared/domain/manifest/channel';
import { LEDGER, type Naming } from '../constructs/naming';
import { onAttributes, onKeys } from './dynamodb-conditions';
import type { GrantContext, Grants } from './grant';
import { allow, type Statement } from './policies';

/**
 * Partition keys of records: ULIDs of notifications, and lower-case UUIDs that SQS gave to refused messages. `recordId`
 * ensures it. Audit chains and their list have other keys.
 */
const RECORD_IDS = [...'0123456789abcdef'].map((digit) => `${digit}*`);

const tableOf = (naming: Naming) => ({ LEDGER_TABLE: naming.name(LEDGER) });

const recordVariables = ({ naming, environment }: GrantContext) => ({
  LEDGER_TABLE: naming.name(LEDGER),
  LEDGER_RETENTION_DAYS: String(environment.ledgerRetentionDays),
});

/** Emulators check `dynamodb:BatchExecuteStatement`, an action that AWS IAM does not have: it checks each statement. */
const emulatedStatements = ({ environment }: GrantContext): Statement[] =>
  environment.emulatedIam ? [allow('ExecuteStatements', 'dynamodb:BatchExecuteStatement', '*')] : [];

/** An emulator's statements put nothing into the table's stream: there, each record is put or settled by a call of its own. */
const sharesCalls = ({ environment }: GrantContext): string => String(!environment.emulatedIam);

export const ledgerGrants: Grants<Extract<Capability, `ledger:${string}` | 'audit:link'>> = {
  'ledger:read': ({ naming }) => ({
    statements: [
      onKeys(RECORD_IDS, allow('ReadRecords', ['dynamodb:Query', 'dynamodb:BatchGetItem'], naming.tableArn(LEDGER))),
    ],
    variables: tableOf(naming),
  }),
  'ledger:accepted': ({ naming }) => ({
    statements: [allow('ReadAccepted', 'dynamodb:BatchGetItem', naming.tableArn(LEDGER))],
    variables: tableOf(naming),
  }),
  'ledger:accept': (context) => {
    const shareCalls = sharesCalls(context);
    const actions = ['dynamodb:PutItem', 'dynamodb:PartiQLInsert'];
    const ledger = context.naming.tableArn(LEDGER);
    return {
      statements: [
        onKeys(RECORD_IDS, allow('AcceptEvents', shareCalls === 'true' ? actions : 'dynamodb:PutItem', ledger)),
      ],
      variables: { ...recordVariables(context), RECORDS_SHARE_CALLS: shareCalls },
    };
  },
  'ledger:claim': (context) => {
    const ledger = context.naming.tableArn(LEDGER);
    const writes = ['PutItem', 'UpdateItem', 'PartiQLInsert', 'PartiQLUpdate'].map((name) => `dynamodb:${name}`);
    return {
      statements: [
        allow('ReadDeliveries', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], ledger),
        onKeys(RECORD_IDS, allow('ClaimDeliveries', writes, ledger)),
        ...emulatedStatements(context),
      ],
      variables: { ...recordVariables(context), RECORDS_SHARE_CALLS: sharesCalls(context) },
    };
  },
  'ledger:inspect': ({ naming }) => ({
    statements: [
      allow('ReadLedger', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], naming.tableArn(LEDGER)),
    ],
    variables: tableOf(naming),
  }),
  'ledger:note': (context) => ({
    statements: [onKeys(RECORD_IDS, allow('NoteRefusals', 'dynamodb:PutItem', context.naming.tableArn(LEDGER)))],
    variables: recordVariables(context),
  }),
  'ledger:sweep': (context) => {
    const { naming } = context;
    const ledger = naming.tableArn(LEDGER);
    return {
      statements: [
        allow('FindParked', 'dynamodb:Query', `${ledger}/index/${PARKED_INDEX}`),
        allow('ReadParked', 'dynamodb:BatchGetItem', ledger),
        onKeys(RECORD_IDS, allow('BringBack', ['dynamodb:UpdateItem', 'dynamodb:PartiQLUpdate'], ledger)),
        ...emulatedStatements(context),
        allow('FindOrphans', 'dynamodb:Scan', ledger),
        onKeys(SCAN_KEY, allow('KeepScanProgress', ['dynamodb:GetItem', 'dynamodb:PutItem'], ledger)),
      ],
      variables: tableOf(naming),
    };
  },
  'ledger:feedback': ({ naming }) => {
    const ledger = naming.tableArn(LEDGER);
    return {
      statements: [
        allow('ReadState', 'dynamodb:GetItem', ledger),
        onAttributes(FEEDBACK_ATTRIBUTES, allow('RecordFeedback', 'dynamodb:UpdateItem', ledger)),
      ],
      variables: tableOf(naming),
    };
  },
  'audit:link': ({ naming }) => {
    const ledger = naming.tableArn(LEDGER);
    return {
      statements: [
        onKeys('C#*', allow('ReadChainHeads', 'dynamodb:Query', ledger)),
        onKeys(['C#*', 'CHAINS'], allow('AddLinks', 'dynamodb:PutItem', ledger)),
      ],
      variables: tableOf(naming),
    };
  },
};
