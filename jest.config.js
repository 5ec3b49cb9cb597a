const swc = [
  '@swc/jest',
  { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

/** Packages that come as ES modules only. */
const modules = [
  'ansi-regex',
  'commander',
  'get-east-asian-width',
  'jose',
  'string-width',
  'strip-ansi',
  'uuid',
].join('|');

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.ts$': swc, [`node_modules/(${modules})/.*\\.js$`]: swc },
  transformIgnorePatterns: [`/node_modules/(?!(?:${modules})/)`],
  // The tests hold on a busy machine; Jest alone would leave one of two cores idle.
  maxWorkers: '100%',
  // Tests that start processes wait for them on machines with little to spare.
  testTimeout: 30_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
