// The engines there are, best first; the first that can train is taken where the one asked for cannot.
// Must not know how any of them computes.

import type { Engine } from './engine';
import { probe } from './probe/probe';

export const engines: readonly Engine[] = [probe];
