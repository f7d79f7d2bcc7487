import { canonicalId, unknownId } from './unknown-id';

test('an id that nothing is recorded of is told the same by every command, and where to take the right one', () => {
  expect(unknownId('01j', 'ledger')).toMatchObject({
    code: 'cli.unknown_id',
    message: "nothing is recorded under id '01j' in table ledger",
    fix: "take the id that `publish` printed, not SNS's message id; for another stack add --outputs",
  });
});

test.each([
  ['01m83vvae0dxk8dr745633ez6j', '01M83VVAE0DXK8DR745633EZ6J'],
  ['9b2c1f0e-1111-4222-8333-444455556666', '9b2c1f0e-1111-4222-8333-444455556666'],
])('%s is looked for as it is recorded', (id, recorded) => {
  expect(canonicalId(id)).toBe(recorded);
});
