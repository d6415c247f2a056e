// Projects in plain Node: unit (fast, beside nothing else), contract (every registry entry over every fixture) and
// engines (native libraries that scripts/test-engines.mjs sets up first).

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 120_000 } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          // A graphics card in software takes a minute on a quiet machine of two processors.
          ...{ name: 'engines', include: ['test/engines/**/*.test.ts'], testTimeout: 600_000 },
          // Native libraries: a process each.
          pool: 'forks',
        },
      },
    ],
  },
});
