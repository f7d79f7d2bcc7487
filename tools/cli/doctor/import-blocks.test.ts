import { importBlocks } from './import-blocks';

test('every import is a block of its own, below a comment', () => {
  const imports = [
    { address: 'aws_sqs_queue.one', id: 'https://sqs/one' },
    { address: 'aws_sns_topic.two', id: 'arn:two' },
  ];
  expect(importBlocks(imports)).toBe(`# Written by carillon doctor. Put it beside cdk.tf.json, apply, and delete it.

import {
  to = aws_sqs_queue.one
  id = "https://sqs/one"
}

import {
  to = aws_sns_topic.two
  id = "arn:two"
}`);
});

test.each([
  ['api/$default', '"api/$default"'],
  [`a\${b}`, `"a$\${b}"`],
  ['a%{b}', '"a%%{b}"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
])('the id %s is text in HCL, never a template', (id, quoted) => {
  expect(importBlocks([{ address: 'aws_x.y', id }])).toContain(`  id = ${quoted}\n`);
});
