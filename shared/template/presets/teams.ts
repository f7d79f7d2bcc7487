/**
 * A message for a webhook of the Workflows app in Teams ("When a Teams webhook request is received"): one Adaptive Card.
 * Values are text runs, which have no Markdown, so that none of them becomes a link. Not the message card of the retired
 * Office 365 connectors.
 *
 * Limit: 28 KB a message. Ten fields of 60 and 300 characters stay below it however they are escaped.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 * @see https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export const teams = `
{%- capture title %}{{ notification.type }}{% if notification.subject %}: {{ notification.subject }}{% endif %}{% endcapture -%}
{%- case notification.severity -%}
{%- when 'critical' %}{% assign color = 'Attention' -%}
{%- when 'warning' %}{% assign color = 'Warning' -%}
{%- else %}{% assign color = 'Default' -%}
{%- endcase -%}
{
  "type": "message",
  "attachments": [{
    "contentType": "application/vnd.microsoft.card.adaptive",
    "contentUrl": null,
    "content": {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      "type": "AdaptiveCard",
      "version": "1.2",
      "body": [
        {"type": "RichTextBlock", "inlines": [
          {"type": "TextRun", "text": "{{ title | cut: 200 }}", "size": "Large", "weight": "Bolder", "color": "{{ color }}"}]},
        {%- for field in fields %}
        {"type": "RichTextBlock", "inlines": [
          {"type": "TextRun", "text": "{{ field.name | cut: 60 }}: ", "weight": "Bolder"},
          {"type": "TextRun", "text": "{{ field.value | cut: 300 }}"}]},
        {%- endfor %}
        {"type": "RichTextBlock", "inlines": [
          {"type": "TextRun", "text": "{{ notification.severity }} · {{ notification.tenant }} · {{ notification.time }} · {{ notification.id }}", "size": "Small", "isSubtle": true}]}
      ]
    }
  }]
}`;
