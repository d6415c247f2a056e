// The engines there are, best first; the first that can train is taken where the one asked for cannot.
// Must not know how any of them computes.

import type { Engine } from './engine';
import { cpu } from './cpu';
import { probe } from './probe/probe';
import { tensorflow } from './tensorflow/tensorflow';
import { wasm } from './wasm';
import { webgpu } from './webgpu/webgpu';

export const engines: readonly Engine[] = [tensorflow, webgpu, wasm, cpu, probe];
