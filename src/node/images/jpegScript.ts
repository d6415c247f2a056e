// jpeg-js as a module. It is a CommonJS package: imported dynamically by itself, a bundle would give its default alone.
// Must not know who loads it, which is done when it is needed.

export { decode } from 'jpeg-js';
