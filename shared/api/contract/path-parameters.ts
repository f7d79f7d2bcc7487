import type { TSchema } from '@sinclair/typebox';
import * as Type from '@sinclair/typebox';
import { address } from './parts';

/** Parameters of paths by name. */
export const PATH_PARAMETERS: Readonly<Record<string, TSchema>> = {
  id: Type.String({
    description: 'id of the notification, the endpoint or the replay',
    examples: ['01M83VVAE0DXK8DR745633EZ6J'],
  }),
  address,
};
