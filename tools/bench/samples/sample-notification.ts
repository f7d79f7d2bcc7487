import orderShipped from '../../../shared/catalogue/order-shipped';
import { aNotification } from '../../../shared/testing/factories';

/** Different texts: a notification that repeats itself would compress better than real ones. */
const ARTICLES = [
  'Desk lamp of oiled walnut, with a shade of linen, a cable of two metres and a dimmer on the cable',
  'LED bulb, E27, 806 lumen, 2,700 kelvin, dimmable, frosted glass, for up to 25,000 hours of light',
  'Bookshelf in ash, five boards, 180 by 80 by 28 centimetres, with fittings for walls of plaster',
  'Care oil for untreated wood, half a litre, made from linseed and orange peel, with a cotton cloth',
];

/** Data of `order.shipped`, a type of the catalogue; a notification with it is published as about 1 KB. */
export const sampleData = {
  ...orderShipped.example,
  items: ARTICLES.map((name, n) => ({ name, quantity: n + 1 })),
};

export const sampleNotification = aNotification({ type: orderShipped.type, tenant: 'demo', data: sampleData });
