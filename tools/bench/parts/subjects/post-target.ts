export const AT_ONCE = 50;

/** URL of the receiver. */
export const url = process.env.TARGET ?? '';

export const body = JSON.stringify({ order: '4711', text: 'x'.repeat(1_000) });

export const headers = {
  'content-type': 'application/json',
  'webhook-id': '01M83VVAE0DXK8DR745633EZ6J',
  'webhook-timestamp': '1795000000',
  'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
};

export const assertStatus = (status: number | undefined): void => {
  if (status !== 204) throw new Error(`the receiver returned ${status}, expected 204`);
};
