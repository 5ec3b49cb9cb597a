import { workerReport } from '../../bench/worker/report.ts';

describe('the report on the worker', () => {
  it('compares the least of several runs with its target, or with a multiple of the yardstick', () => {
    const figures = [
      { name: 'load', unit: 'ms', samples: [44, 50, 90], hello: [20, 30, 40], target: 2.2 },
      { name: 'request', unit: 'ms', samples: [131, 140, 150], target: 130 },
    ] as const;
    const [, load = '', request = ''] = workerReport(figures).split('\n');
    expect(load.trim().split(/\s{2,}/)).toEqual([
      'load',
      '44 ms',
      '50 ms',
      '20 ms',
      '30 ms',
      '2.20',
      '2.20',
      'met',
    ]);
    expect(request.trim().split(/\s{2,}/)).toEqual([
      'request',
      '131 ms',
      '140 ms',
      '-',
      '-',
      '131 ms',
      '130 ms',
      'missed',
    ]);
  });
});
