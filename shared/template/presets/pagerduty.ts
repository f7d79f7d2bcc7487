/**
 * A trigger event for PagerDuty's Events API v2, https://events.pagerduty.com/v2/enqueue. The integration key is the
 * endpoint's header `x-routing-key`, which is sealed like a secret. The deduplication key is the notification's id, so
 * that a repeated attempt opens no second alert.
 *
 * Limits: summary 1,024 characters, deduplication key 255, 512 KB an event.
 *
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export const pagerduty = `
{
  "routing_key": {{ headers['x-routing-key'] | json }},
  "event_action": "trigger",
  "dedup_key": "{{ notification.id }}",
  "client": "Carillon",
  "payload": {
    "summary": "{% capture title %}{{ notification.type }}{% if notification.subject %}: {{ notification.subject }}{% endif %}{% endcapture %}{{ title | cut: 1024 }}",
    "source": {{ notification.source | json }},
    "severity": {{ notification.severity | json }},
    "timestamp": {{ notification.time | json }},
    "group": {{ notification.tenant | json }},
    "class": {{ notification.type | json }},
    "custom_details": {{ data | json }}
  }
}`;
