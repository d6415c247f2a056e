// The Python extension as others see it: the environments of its API, as far as Class Balance asks for them.
// Must not know who asks. Source: @vscode/python-extension, PythonExtension.environments.

class Environments {
  /** What the user chose, or the folder of an environment; `undefined`: nothing. */
  chosen = undefined;
  /** Path as chosen to the interpreter's Uri; `undefined` for an environment without one. */
  interpreters = new Map();
  /** Scopes that were asked for. */
  asked = [];

  getActiveEnvironmentPath(resource) {
    this.asked.push(resource);
    return this.chosen === undefined ? undefined : { id: this.chosen, path: this.chosen };
  }

  resolveEnvironment(environment) {
    const path = typeof environment === 'string' ? environment : environment.path;
    if (!this.interpreters.has(path)) return Promise.resolve(undefined);
    const executable = { uri: this.interpreters.get(path), bitness: '64-bit', sysPrefix: path };
    return Promise.resolve({ id: path, path, executable });
  }
}

exports.activate = () => ({ ready: Promise.resolve(), environments: new Environments() });
