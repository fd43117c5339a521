/** @type {import('jest').Config} */
module.exports = {
  preset: 'ts-jest',
  testEnvironment: '<rootDir>/test/support/pglite-environment.js',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  moduleNameMapper: {
    '^@electric-sql/pglite$': '<rootDir>/test/support/pglite.js',
  },
  clearMocks: true,
  // starting PGlite takes a while on small machines
  testTimeout: 30_000,
  // files that no test touches are left out, otherwise the report is full of zeros
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov', 'json-summary'],
};
