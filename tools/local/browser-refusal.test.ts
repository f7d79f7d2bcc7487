import { browserRefusal } from './browser-refusal';
import { PORT, REFUSAL_CASES } from './testing/refusal-cases';

test.each(REFUSAL_CASES)('$what: $refusal', ({ headers, refusal }) => {
  expect(browserRefusal(headers, PORT)).toBe(refusal);
});
