import base from './jest.config.js';

/** The contract suite on an endpoint from outside; `npm run contract` says which. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/contract/endpoint.contract.ts'],
  testTimeout: 120_000,
};
