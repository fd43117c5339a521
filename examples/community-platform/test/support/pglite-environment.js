const { TestEnvironment } = require('jest-environment-node');

// PGlite loads its WebAssembly build with a dynamic import(), and Jest's sandbox refuses those unless
// Node runs with --experimental-vm-modules. So load it outside of the sandbox and hand it in.
class PGliteEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.defineProperty(this.global, '__pglite', { get: () => require('@electric-sql/pglite') });
  }
}

module.exports = PGliteEnvironment;
