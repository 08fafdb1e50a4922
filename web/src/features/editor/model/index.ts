export * from './types';
export * from './graph';
export * from './operations';
export * from './history';
export * from './layout';
export * from './neighbour';
