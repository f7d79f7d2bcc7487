/** What checks or renders the format of an endpoint needs LiquidJS and the catalogue: a file of its own, loaded when one is changed or tested. */
export { addEndpoint } from '../../../shared/operations/endpoints/add-endpoint';
export { testEndpoint } from '../../../shared/operations/endpoints/test-endpoint';
export { updateEndpoint } from '../../../shared/operations/endpoints/update-endpoint';
