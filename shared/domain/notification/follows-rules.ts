import { ATTRIBUTES, attributeFault, ruleOf } from './attribute-rules';
import { isExtension } from './extension-attributes';

const REQUIRED = ATTRIBUTES.filter((name) => attributeFault(name, undefined) !== undefined).length;

/**
 * Whether every attribute follows its rule, none that is required is missing, and every other member is an extension
 * attribute. Looks once at each member that is there.
 *
 * False where `Object.prototype` has an enumerable member (prototype pollution): it would count as an attribute.
 */
export function followsRules(value: Readonly<Record<string, unknown>>): boolean {
  for (const _inherited in Object.prototype) return false;
  let required = 0;
  for (const name in value) {
    const rule = ruleOf(name);
    if (!(rule === undefined ? isExtension(name, value[name]) : rule.test(value[name]))) return false;
    if (rule?.required) required += 1;
  }
  return required === REQUIRED;
}
