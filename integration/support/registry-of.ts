import { dynamodbEndpointSource } from '../../shared/aws/dynamodb/dynamodb-endpoint-source';
import { dynamodbEndpoints, type EndpointLimits } from '../../shared/aws/dynamodb/dynamodb-endpoints';
import { dynamodb, state } from './harness';

/** Endpoints of the stack's table, as operators change them and as functions read them. */
export const registryOf = (limits: EndpointLimits = {}) => ({
  ...dynamodbEndpointSource(dynamodb, state.outputs.directory_table),
  ...dynamodbEndpoints(dynamodb, state.outputs.directory_table, limits),
});
