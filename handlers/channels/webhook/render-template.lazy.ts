/** A file of its own in the bundle, loaded on first use: LiquidJS is larger than all else that a delivery needs. */
export { renderTemplate } from '../../../shared/template/render-template';
