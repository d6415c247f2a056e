// Starts the page of training results: one line to the host, one root element.
// Must not do anything else.
import { trainingHostContract, trainingPageContract } from '../../src/protocol/training';
import { openPage } from '../openPage';
import { patience, start } from './app';

openPage(trainingPageContract, trainingHostContract, patience, start);
