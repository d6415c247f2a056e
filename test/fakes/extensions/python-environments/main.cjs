// The Python Environments extension as others see it: what is chosen for a folder, and how it is run.
// Must not know who asks. Source: PythonEnvironmentApi in src/api.ts of microsoft/vscode-python-environments.

class Api {
  /** Answers of the two methods below; a test sets them. */
  chosen = () => undefined;
  resolved = () => undefined;
  /** Scopes that were asked for. */
  asked = [];

  async getEnvironment(scope) {
    this.asked.push(scope);
    return this.chosen(scope);
  }

  async resolveEnvironment(context) {
    return this.resolved(context);
  }
}

exports.activate = () => new Api();
