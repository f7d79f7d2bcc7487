import { canonicalId } from './unknown-id';

test.each([
  ['01m83vvae0dxk8dr745633ez6j', '01M83VVAE0DXK8DR745633EZ6J'],
  ['9b2c1f0e-1111-4222-8333-444455556666', '9b2c1f0e-1111-4222-8333-444455556666'],
])('%s is looked for as it is recorded', (id, recorded) => {
  expect(canonicalId(id)).toBe(recorded);
});
