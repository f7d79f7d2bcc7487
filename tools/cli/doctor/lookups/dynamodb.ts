import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { arn } from './aws';
import { lookup } from './lookup';

export const table = lookup({
  needs: ['name'],
  actions: ['dynamodb:DescribeTable'],
  derived: ({ name }, place) => ({ arn: arn(place, 'dynamodb', `table/${name}`) }),
  find: async ({ name: TableName }, { dynamodb }) => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    return { id: TableName, attributes: { stream_arn: Table?.LatestStreamArn ?? '' } };
  },
});
