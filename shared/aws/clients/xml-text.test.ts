import { xmlText } from './xml-text';

test.each([
  ['without attributes', '<Code>Throttling</Code>', 'Throttling'],
  ['with attributes', '<Code xmlns="urn:a" >Throttling</Code >', 'Throttling'],
  ['after one whose name begins alike', '<CodeName>a</CodeName><Code>b</Code>', 'b'],
  ['over several lines', '<Code>\na\n</Code>', '\na\n'],
  ['with entities', '<Code>&lt;&amp;lt;&#65;&#x1F514;</Code>', '<&lt;A🔔'],
  ['with unknown entities', '<Code>&constructor; &#x110000;</Code>', '&constructor; &#x110000;'],
  ['that is not ended', '<Code>a', undefined],
  ['that is missing', '<Message>a</Message>', undefined],
])('the text of an element %s', (_, xml, text) => {
  expect(xmlText(xml, 'Code')).toBe(text);
});
