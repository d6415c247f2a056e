// The plain JavaScript backend, which registers itself with the library by being loaded.
// Must not know who loads it.

import '@tensorflow/tfjs-backend-cpu';
