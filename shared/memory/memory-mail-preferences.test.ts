import { describeMailPreferencesContract } from '../testing/mail-preferences-contract';
import { memoryMailPreferences } from './memory-mail-preferences';

describeMailPreferencesContract('memory', () => memoryMailPreferences());
