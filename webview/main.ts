// Starts the page: one line to the host, one root element.
// Must not do anything else.
import { panelHostContract, panelPageContract } from '../src/protocol/panel';
import { start } from './app';
import { patience } from './host';
import { openPage } from './openPage';

openPage(panelPageContract, panelHostContract, patience, start);
