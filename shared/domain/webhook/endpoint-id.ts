/** Form of the id of an endpoint. */
export const ENDPOINT_ID = /^ep_[0-9a-z]{1,40}$/;
