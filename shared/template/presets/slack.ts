/**
 * A message for an incoming webhook of Slack: a header, the fields of the data, and a line of context. Values are plain
 * text, or mrkdwn in which nothing of them is markup; `verbatim` keeps URLs and names from becoming links.
 *
 * Limits: header 150 characters, ten fields of 2,000, and about 13,000 characters of all blocks together.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @see https://docs.slack.dev/reference/block-kit/blocks/section-block
 * @see https://github.com/slackapi/bolt-js/issues/2509 for the limit of all blocks
 */
export const slack = `
{%- capture title %}{{ notification.type }}{% if notification.subject %}: {{ notification.subject }}{% endif %}{% endcapture -%}
{
  "text": "{{ title | mrkdwn: 500 }}",
  "blocks": [
    {"type": "header", "text": {"type": "plain_text", "text": "{{ title | cut: 150 }}", "emoji": false}}
    {%- if fields.size > 0 -%},
    {"type": "section", "fields": [
      {%- for field in fields -%}{% unless forloop.first %},{% endunless %}
      {"type": "mrkdwn", "verbatim": true, "text": "*{{ field.name | mrkdwn: 100 }}*\\n{{ field.value | mrkdwn: 500 }}"}
      {%- endfor %}
    ]}{%- endif -%},
    {"type": "context", "elements": [
      {"type": "mrkdwn", "verbatim": true, "text": "{{ notification.severity }} · {{ notification.tenant }} · {{ notification.time }} · {{ notification.id }}"}
    ]}
  ]
}`;
