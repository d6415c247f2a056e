// TensorFlow for JavaScript on the TensorFlow that the user has in Python: the addon is built against that wheel.
// Must not know who asks. The library that tfjs-node would download is years old; the wheel's is new and knows the GPU.

import { existsSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { tensorflowCheck } from './tensorflowCheck';
import { asNode, SetUpError, type EngineSteps, type SetUpBench } from './steps';

/** The Python package's folder and version, found without importing it: that takes seconds. */
const findWheel = `
import importlib.util, json
found = importlib.util.find_spec("tensorflow")
folder = found and found.submodule_search_locations and list(found.submodule_search_locations)[0]
version = None
if folder:
    import glob, os, re
    header = os.path.join(folder, "include", "tensorflow", "core", "public", "version.h")
    release = os.path.join(folder, "include", "tensorflow", "core", "public", "release_version.h")
    text = "".join(open(one).read() for one in (header, release) if os.path.exists(one))
    parts = [re.search(r"#define TF_%s_VERSION (\\d+)" % name, text) for name in ("MAJOR", "MINOR", "PATCH")]
    version = ".".join(part.group(1) for part in parts) if all(parts) else "unknown"
print(json.dumps({"folder": folder, "version": version}))
`;

const wheelAnswer = v.object({ folder: v.nullable(v.string()), version: v.nullable(v.string()) });

const packageOf = (folder: string): string => join(folder, 'node_modules/@tensorflow/tfjs-node');

/** The wheel's libraries, and the names that the linker looks for. */
const libraries = [
  ['libtensorflow_cc.so.2', 'libtensorflow.so'],
  ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
] as const;

const pythonOf = ({ options }: SetUpBench): string => options.python ?? 'python3';

async function findLibraries(bench: SetUpBench): Promise<void> {
  if (process.platform !== 'linux') {
    throw new SetUpError(
      'The TensorFlow engine is built on Linux only so far; choose PyTorch, WebGPU or the probe.',
    );
  }
  const python = pythonOf(bench);
  const install = `Install it by: ${python} -m pip install tensorflow (or tensorflow-cpu).`;
  const failure = `“${python}” could not be asked for TensorFlow. ${install}`;
  const said = await bench.run(python, ['-c', findWheel], failure);
  const { folder, version } = v.parse(
    wheelAnswer,
    JSON.parse(said.trim().split('\n').at(-1) ?? ''),
  );
  if (folder === null) throw new SetUpError(`“${python}” has no TensorFlow. ${install}`);
  const file = join(folder, libraries[0][0]);
  const missing = [file, join(folder, 'include/tensorflow/c/c_api.h')].find(
    (one) => !existsSync(one),
  );
  if (missing !== undefined) {
    throw new SetUpError(`This TensorFlow has no “${missing}”, which the engine is built with.`);
  }
  [folder, bench.folder].forEach(mustBePlain);
  bench.library = { version: version ?? 'unknown', file };
}

async function build(bench: SetUpBench): Promise<void> {
  const { folder, library } = bench;
  if (library === undefined) throw new SetUpError('There is no TensorFlow to build with.');
  const wheel = dirname(library.file);
  const own = packageOf(folder);
  await mkdir(join(own, 'deps/lib'), { recursive: true });
  await symlink(join(wheel, 'include'), join(own, 'deps/include'));
  for (const [file, name] of libraries) {
    await symlink(join(wheel, file), join(own, 'deps/lib', name));
  }
  const gyp = join(folder, 'node_modules/node-gyp/bin/node-gyp.js');
  const headers = headersFolder();
  const args = [
    ...[gyp, 'rebuild', `--directory=${own}`, `--python=${await executableOf(bench)}`],
    ...(headers === undefined ? [] : [`--nodedir=${headers}`]),
    // What node-pre-gyp, which the package expects, would define.
    '--module_name=tfjs_binding',
    `--module_path=${join(own, 'lib/napi-v8')}`,
    '--napi_build_version=8',
  ];
  const failure =
    'The addon could not be built. It takes a C++ compiler and make; on Debian or Ubuntu: apt-get install build-essential.';
  // At run time the libraries are loaded from the wheel itself, from where they find CUDA's.
  const environment = { ...asNode(), LDFLAGS: `-Wl,-rpath,${wheel}` };
  await bench.run(process.execPath, args, failure, environment);
  await rm(join(own, 'build'), { recursive: true, force: true });
}

/** Paths reach the compiler through make and a shell, which split and expand them. */
function mustBePlain(path: string): void {
  if (/[^\w./+@~-]/.test(path)) {
    throw new SetUpError(
      `The compiler cannot take the path “${path}”: it has spaces or signs in it.`,
    );
  }
}

/** node-gyp wants the interpreter itself, not a name on the PATH. */
async function executableOf(bench: SetUpBench): Promise<string> {
  const script = 'import sys; print(sys.executable)';
  const said = await bench.run(pythonOf(bench), ['-c', script], 'Python could not be asked.');
  return said.trim();
}

/** Headers that came with this Node; node-gyp downloads them where there are none. */
function headersFolder(): string | undefined {
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include/node/node_api.h')) ? prefix : undefined;
}

async function check(bench: SetUpBench): Promise<void> {
  const failure = 'The addon was built but does not compute:';
  const args = ['-e', tensorflowCheck, packageOf(bench.folder)];
  const said = await bench.run(process.execPath, args, failure, asNode());
  const version = /^tensorflow (\S+)$/m.exec(said)?.[1];
  if (version === undefined) throw new SetUpError(`${failure}\n${said}`);
  if (bench.library !== undefined) bench.library = { ...bench.library, version };
}

export const tensorflowSteps: EngineSteps = {
  prepare: { message: 'Looking for TensorFlow in Python', run: findLibraries },
  build: { message: 'Building the addon against TensorFlow', run: build },
  check: { message: 'Training one step', run: check },
};
