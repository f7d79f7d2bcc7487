import '../support/function-environment';
import { dynamodbCircuits } from '../../shared/aws/dynamodb/dynamodb-circuits';
import { dynamodbRateSlots } from '../../shared/aws/dynamodb/dynamodb-rate-slots';
import { describeCircuitsContract } from '../../shared/testing/circuits-contract';
import { describeEndpointsContract } from '../../shared/testing/endpoints-contract';
import { describeLedgerContract } from '../../shared/testing/ledger-contract';
import { describeMailPreferencesContract } from '../../shared/testing/mail-preferences-contract';
import { describeRateSlotsContract } from '../../shared/testing/rate-slots-contract';
import { digestOfAddresses } from '../support/audit';
import { dynamodb, kms, preferences, state } from '../support/harness';
import { ledgerOf } from '../support/ledger-of';
import { registryOf } from '../support/registry-of';
import { describeSqsContract } from '../support/sqs-contract';

// One test makes hundreds of calls, and the host may be busy.
jest.setTimeout(60_000);

/** Contract tests: adapters pass with the clients of a function bundle what they pass with the AWS SDK (`adapters.test.ts`). */
jest.mock('@aws-sdk/client-dynamodb', () => jest.requireActual('../../shared/aws/clients/dynamodb'));
jest.mock('@aws-sdk/client-kms', () => jest.requireActual('../../shared/aws/clients/kms'));
jest.mock('@aws-sdk/client-sqs', () => {
  const { command } = jest.requireActual('../../shared/aws/clients/command');
  const ofTest = ['CreateQueue', 'DeleteMessageBatch', 'DeleteQueue', 'ReceiveMessage'];
  return {
    ...jest.requireActual('../../shared/aws/clients/sqs'),
    ...Object.fromEntries(ofTest.map((operation) => [`${operation}Command`, command(operation)])),
  };
});

const directory = state.outputs.directory_table;

describeLedgerContract('DynamoDB, as bundled', () => ledgerOf({ dynamodb, kms }), digestOfAddresses);
describeEndpointsContract('DynamoDB, as bundled', registryOf);
describeCircuitsContract('DynamoDB, as bundled', () => ({ ...registryOf(), ...dynamodbCircuits(dynamodb, directory) }));
describeRateSlotsContract('DynamoDB, as bundled', () => dynamodbRateSlots(dynamodb, directory));
describeMailPreferencesContract('DynamoDB, as bundled', () => preferences);

describeSqsContract('SQS, as bundled');
