// Asks a Python interpreter what it has: versions, and the devices that its PyTorch sees.
// Must not know how the interpreter was found; installs nothing and runs nothing of the user's.

import { execFile } from 'node:child_process';
import * as v from 'valibot';

/** Importing PyTorch from a cold disk takes long. */
const patience = 120_000;

/** The empty path is the current folder: no torch.py of the workspace is imported. */
const question = `
import sys
sys.path[:] = [one for one in sys.path if one]
import importlib.util, json, platform
def version(name):
    if importlib.util.find_spec(name) is None: return None
    try:
        from importlib.metadata import version
        return version(name)
    except Exception: return "?"
answer = {"python": platform.python_version(), "executable": sys.executable, "torch": None, "cuda": None,
          "devices": [], "mps": False, "error": None,
          "packages": {name: version(name) for name in ("torchvision", "timm", "ray", "tensorflow") }}
if importlib.util.find_spec("torch") is not None:
    try:
        import torch
        answer["torch"] = torch.__version__
        answer["cuda"] = torch.version.cuda
        if torch.cuda.is_available():
            answer["devices"] = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
        mps = getattr(torch.backends, "mps", None)
        answer["mps"] = bool(mps is not None and mps.is_available())
    except Exception as error: answer["error"] = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps(answer))
`;

const answerSchema = v.object({
  python: v.string(),
  executable: v.string(),
  /** Version of PyTorch; `null` where it is missing or cannot be loaded. */
  torch: v.nullable(v.string()),
  /** CUDA version that PyTorch was built for. */
  cuda: v.nullable(v.string()),
  /** Names of CUDA devices, in their order. */
  devices: v.array(v.string()),
  mps: v.boolean(),
  /** Why PyTorch could not be loaded. */
  error: v.nullable(v.string()),
  packages: v.record(v.string(), v.nullable(v.string())),
});
export type PythonFacts = v.InferOutput<typeof answerSchema>;

/** The interpreter could not be asked; the message is for people. */
export class PythonError extends Error {}

/** @throws PythonError; Error where the signal was aborted. */
export async function probePython(program: string, signal?: AbortSignal): Promise<PythonFacts> {
  const said = await new Promise<string>((resolve, reject) => {
    const options = { timeout: patience, maxBuffer: 1024 * 1024, windowsHide: true };
    execFile(program, ['-c', question], { ...options, signal }, (error, out, faults) => {
      if (error === null) resolve(out);
      else if (error.name === 'AbortError') reject(new Error('It was stopped.', { cause: error }));
      else reject(new PythonError(reasonOf(program, error, faults)));
    });
  });
  const checked = v.safeParse(answerSchema, parsed(said.trim().split('\n').at(-1) ?? ''));
  if (!checked.success) throw new PythonError(`“${program}” answered what Python would not.`);
  return checked.output;
}

function reasonOf(program: string, error: Error, faults: string): string {
  const last = faults.trim().split('\n').at(-1) ?? '';
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return `“${program}” is not there.`;
  if (code === 'EACCES') return `“${program}” may not be run.`;
  return `“${program}” could not be asked: ${last === '' ? error.message : last}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
