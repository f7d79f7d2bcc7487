import { contentTypeFaults, DEFAULT_CONTENT_TYPE } from './content-type';

test.each([
  DEFAULT_CONTENT_TYPE,
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents+json; charset=UTF-8',
  'application/vnd.example.v2-1+json;charset=utf-8',
])('%j says that a body is JSON in UTF-8', (text) => {
  expect(contentTypeFaults(text)).toEqual([]);
});

test.each([
  '',
  'json',
  'text/plain',
  'text/json',
  'application/xml',
  'application/jsonp',
  'application/+json',
  'application/cloudevents-batch+json2',
  'application/json; charset=latin1',
  'application/json; a=b',
  'application/json\r\nx: y',
  ' application/json',
  'application/json;',
  'multipart/x+json',
])('%j is refused, with what is expected', (text) => {
  expect(contentTypeFaults(text)).toEqual([
    {
      code: 'webhook.content_type.malformed',
      path: '/content-type',
      message: `the media type is ${JSON.stringify(text)}, expected application/json or one that ends in +json, such as application/cloudevents+json, with no parameter but charset=utf-8`,
    },
  ]);
});
