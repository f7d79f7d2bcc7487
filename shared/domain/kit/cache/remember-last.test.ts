import { rememberLast } from './remember-last';

test('a result is made once for each of the last texts, and again for one before them', () => {
  const made: string[] = [];
  const upper = rememberLast(2, (text) => {
    made.push(text);
    return text.toUpperCase();
  });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(upper)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
