import { measureLines } from './import-lines';

measureLines('ndjson');
