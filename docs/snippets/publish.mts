import { createProducer } from 'carillon-producer'; // npm run build:producer && npm pack ./dist/producer

const producer = createProducer({ topicArn: process.env.TOPIC_ARN ?? '', source: '/shop/orders', tenant: 'demo' });

await producer.publish(
  'order.shipped',
  { orderNumber: 'A-10293', carrier: 'Northline Express', items: [{ name: 'Walnut desk lamp', quantity: 1 }] },
  { recipients: 'Ada Marlow <ada@example.com>' },
);
