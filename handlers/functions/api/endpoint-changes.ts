/** Loads the operations that change endpoints on first use. `require`, because the bundler keeps a lazy file apart. */
export const endpointChanges = () => require('./endpoint-changes.lazy') as typeof import('./endpoint-changes.lazy');
