const swc = [
  '@swc/jest',
  { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.ts$': swc, 'node_modules/(uuid|jose|commander)/.*\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!uuid/|jose/|commander/)'],
  // Tests that start processes wait for them on machines with little to spare.
  testTimeout: 30_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
