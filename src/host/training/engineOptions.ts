// The engines that a run can be trained with, best first, each with its device and the reason. Tested in plain Node.
// Must not know how engines are detected, nor how they are offered.

import type { EngineId } from '../../core/training/request';
import { installableEngines, type InstallableEngine } from '../../node/engineSetUp/installed';
import type { PythonFacts } from '../../node/pythonProbe';
import type { DetectedEngine } from '../../node/trainerEngines';
import type { Layout } from './runRequest';

/** What would make an engine available. */
export type Remedy = 'torch' | 'python' | InstallableEngine | 'command';

export interface EngineOption {
  readonly id: EngineId;
  readonly title: string;
  /** What the request names: `auto`, `cuda:0`, … */
  readonly device: string;
  /** As people know it. */
  readonly deviceName: string;
  /** Why this device, or why the engine is not there. */
  readonly reason: string;
  readonly available: boolean;
  /** Names of models that it trains on the data, the default first. */
  readonly models: readonly string[];
  /** True where it takes models by other names too. */
  readonly anyModel: boolean;
  /** Interpreter of the PyTorch engine. */
  readonly python?: string;
  readonly remedy?: Remedy;
}

/** What is known of the interpreter: its facts, or why there are none. */
export type PythonState =
  | { readonly program: string; readonly facts: PythonFacts }
  | { readonly program?: string; readonly fault: string };

export interface EngineKnowledge {
  readonly layout: Layout;
  /** What the trainer's own engines said. */
  readonly detected: readonly DetectedEngine[];
  readonly python: PythonState;
  /** Program and arguments of the user's own script. */
  readonly command: readonly string[];
}

const pytorchModels: Readonly<Record<Layout, readonly string[]>> = {
  images: ['resnet32', 'resnet20', 'small-cnn', 'mlp', 'linear'],
  features: ['mlp', 'linear'],
};

/** Engines that can train, best first, then those that cannot, with what would help. */
export function engineOptions(knowledge: EngineKnowledge): readonly EngineOption[] {
  const { layout, detected } = knowledge;
  const own = detected.map((engine) => ownOption(engine, layout));
  const all = [...pytorchOptions(knowledge), ...own, commandOption(knowledge)];
  return all.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** A GPU first; without one what is quickest to an answer. */
function rankOf({ id, available, device, deviceName }: EngineOption): number {
  if (!available) return 100;
  const gpu = device.startsWith('cuda') || device === 'mps' || /gpu|cuda/i.test(deviceName);
  const order: readonly EngineId[] = ['pytorch', 'tensorflow', 'webgpu', 'wasm', 'cpu', 'command'];
  if (gpu && id !== 'probe') return order.indexOf(id);
  return id === 'probe' ? 10 : 20 + order.indexOf(id);
}

function ownOption({ id, title, models, detection }: DetectedEngine, layout: Layout): EngineOption {
  const shared = { id, title, device: 'auto', anyModel: false };
  // Setting it up would not help.
  if (models[layout].length === 0) {
    const reason =
      layout === 'images'
        ? 'It does not train on images; the probe does.'
        : 'It only trains on images.';
    return { ...shared, deviceName: '', reason, available: false, models: [] };
  }
  const { reason } = detection;
  if (!detection.available) {
    const remedy = installableEngines.find((one) => one === id);
    return { ...shared, deviceName: '', reason, available: false, models: [], remedy };
  }
  const { device: deviceName } = detection;
  return { ...shared, deviceName, reason, available: true, models: models[layout] };
}

function pytorchOptions({ layout, python }: EngineKnowledge): readonly EngineOption[] {
  const shared = {
    ...{ id: 'pytorch' as const, title: 'PyTorch', python: python.program },
    ...{ models: pytorchModels[layout], anyModel: layout === 'images' },
  };
  const missing = { ...shared, device: 'auto', deviceName: '', available: false };
  if ('fault' in python) {
    return [{ ...missing, reason: python.fault, remedy: python.program ? undefined : 'python' }];
  }
  const { torch, cuda, devices, mps, error } = python.facts;
  if (error !== null) return [{ ...missing, reason: `PyTorch cannot be loaded: ${error}` }];
  if (torch === null) {
    const reason = `Python ${python.facts.python} at ${python.program} has no PyTorch.`;
    return [{ ...missing, reason, remedy: 'torch' }];
  }
  const built = `PyTorch ${torch}${cuda === null ? '' : `, CUDA ${cuda}`}, ${python.program}`;
  const option = (device: string, deviceName: string, why: string): EngineOption => {
    return { ...shared, device, deviceName, available: true, reason: `${why} ${built}.` };
  };
  if (devices.length > 0) {
    return devices.map((name, at) => option(`cuda:${at}`, name, 'It is a CUDA device.'));
  }
  if (mps) return [option('mps', 'Apple GPU', 'Metal is available.')];
  const why = cuda === null ? 'This PyTorch has no CUDA.' : 'PyTorch sees no CUDA device.';
  return [option('cpu', 'cpu', why)];
}

function commandOption({ command }: EngineKnowledge): EngineOption {
  const available = command.length > 0;
  return {
    ...{ id: 'command', title: 'Your own script', device: 'auto', deviceName: '', available },
    reason: available ? command.join(' ') : 'classBalance.training.command is empty.',
    ...{ models: ['as the script says'], anyModel: false },
    ...(!available && { remedy: 'command' as const }),
  };
}
