import description from '../../../shared/api/openapi.json';

/** The OpenAPI document: a file of its own, which adds nothing to a cold start until somebody asks for it. */
export { description };
