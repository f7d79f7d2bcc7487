import { readAddress } from './read-address';

test.each([
  ['Ada@Example.com', 'ada@example.com'],
  ['Ada <ada@example.com>', 'ada@example.com'],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  [' "Ada, of Bücher" <ADA@BÜCHER.example> ', 'ada@xn--bcher-kva.example'],
])('%s has the canonical form %s', (text, address) => {
  expect(readAddress(text)).toBe(address);
});
