import { measureLines } from './import-lines';

measureLines('csv');
