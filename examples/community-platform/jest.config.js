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
  // only what the tests touch, otherwise the report is full of zeros
  collectCoverage: false,
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov', 'json-summary'],
};
