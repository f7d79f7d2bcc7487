import orderShipped from '../../../../shared/catalogue/order-shipped';
import { aNotification } from '../../../../shared/testing/factories';

const ARTICLE =
  'Desk lamp of oiled walnut, with a shade of linen, a cable of two metres and a dimmer; LED bulb included';

/** About 1 KB as it is published, of a type of the catalogue. */
export const notification = aNotification({
  type: orderShipped.type,
  tenant: 'demo',
  data: {
    ...orderShipped.example,
    items: [1, 2, 3, 4].map((quantity) => ({ name: ARTICLE, quantity })),
  },
});
