/** Lines of a program that publishes through the API, whose URL is `apiUrl`. */
export const publishing = (apiUrl: string): string => `const producer = createProducer({
  endpoint: ${apiUrl},
  token: 'of-ours',
  source: '/shop',
  tenant: 'demo',
});
const published = producer.publish(
  'order.shipped',
  { orderNumber: 'A-1', carrier: 'Northline', items: [{ name: 'Lamp', quantity: 1 }] },
  { recipients: 'ada@example.com' },
);
`;

/**
 * The whole program, as an ECMAScript module. It prints what the API answered. It has no await outside of functions, because
 * a bundle as CommonJS cannot.
 */
export const PROGRAM = `import { createProducer } from 'carillon-producer/api';
${publishing('process.env.API_URL')}published.then(console.log);
`;
