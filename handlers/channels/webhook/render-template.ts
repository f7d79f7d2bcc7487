import type { RenderTemplate } from '../../../shared/domain/webhook/format/format-event';

/** Loads the template engine with the first delivery to an endpoint that has a template: most have none. */
export const lazyRenderTemplate: RenderTemplate = (source, variables) => {
  const { renderTemplate } = require('./render-template.lazy') as typeof import('./render-template.lazy');
  return renderTemplate(source, variables);
};
