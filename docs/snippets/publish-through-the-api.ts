import { createProducer } from 'carillon-producer/api';

const { API_URL = '', API_TOKEN = '' } = process.env;
const producer = createProducer({ endpoint: API_URL, token: API_TOKEN, source: '/shop/orders', tenant: 'demo' });
const data = { invoiceNumber: 'INV-2026-0419', amount: '129.00', currency: 'EUR', dueDate: '2026-12-07' };
producer.publish('invoice.issued', data, { recipients: 'ada@example.com' }).then(console.log);
