import { canonicalJson } from '../../../../shared/domain/kit/json/canonical-json';
import { printCpuRate } from '../cpu-rate';
import { notification } from './sample-notification';

printCpuRate(() => canonicalJson(notification));
