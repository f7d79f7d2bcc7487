/** The mail of an order that is on its way, with the parts that `shared/catalogue/order-shipped.ts` has too. */
export const SUBJECT = 'Your order {{ data.orderNumber }} is on its way';

export const TEXT = `Hello{% if data.customerName %} {{ data.customerName }}{% endif %},

Good news: we have handed your order {{ data.orderNumber }} to {{ data.carrier }}.
{% if data.expectedDelivery %}It should be with you on {{ data.expectedDelivery | date: '%A, %-d %B %Y' }}.{% endif %}

In this parcel:
{% for item in data.items %}{{ item.quantity }} × {{ item.name }}
{% endfor %}
{% if data.trackingNumber %}Tracking number: {{ data.trackingNumber }}{% endif %}
{% if data.trackingUrl %}Follow your parcel: {{ data.trackingUrl }}{% endif %}

It can take a few hours until the carrier shows the first scan.
`;

export const HTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${SUBJECT}</title></head>
<body style="margin:0;background:#f3f4f6;font:16px/1.5 system-ui,sans-serif;color:#111827">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff;border-radius:8px"><tr><td style="padding:32px">
<p style="margin:0 0 16px">Hello{% if data.customerName %} {{ data.customerName }}{% endif %},</p>
<p style="margin:0 0 16px">Good news: we have handed your order <strong>{{ data.orderNumber }}</strong> to {{ data.carrier }}.{% if data.expectedDelivery %} It should be with you on <strong>{{ data.expectedDelivery | date: '%A, %-d %B %Y' }}</strong>.{% endif %}</p>
<table role="table" width="100%" cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 16px;border-collapse:collapse">
<tr><th scope="row" width="38%" style="padding:8px 0;text-align:start;color:#6b7280">In this parcel</th><td style="padding:8px 0">{% for item in data.items %}{{ item.quantity }} × {{ item.name }}<br>{% endfor %}</td></tr>
{% if data.trackingNumber %}<tr><th scope="row" width="38%" style="padding:8px 0;text-align:start;color:#6b7280">Tracking number</th><td style="padding:8px 0">{{ data.trackingNumber }}</td></tr>{% endif %}
</table>
{% if data.trackingUrl %}<p style="margin:0 0 16px"><a href="{{ data.trackingUrl }}" style="display:inline-block;padding:12px 20px;background:#1d4ed8;color:#ffffff;border-radius:6px;text-decoration:none">Follow your parcel</a></p>{% endif %}
<p style="margin:0;color:#6b7280;font-size:14px">It can take a few hours until the carrier shows the first scan.</p>
</td></tr></table></td></tr></table></body></html>
`;
