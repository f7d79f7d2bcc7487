import { createProducer } from 'carillon-producer';

const producer = createProducer({ topicArn: process.env.TOPIC_ARN ?? '', source: '/shop/orders', tenant: 'demo' });

const recipients = 'Ada Marlow <ada@example.com>';
const data = {
  orderNumber: 'A-10293',
  carrier: 'Northline Express',
  items: [{ name: 'Walnut desk lamp', quantity: 1 }],
};

for (const { channel, reached, why } of producer.explain({ type: 'order.shipped', data, recipients })) {
  console.log(channel, reached, why);
}
producer.publish('order.shipped', data, { recipients }).then(console.log);
