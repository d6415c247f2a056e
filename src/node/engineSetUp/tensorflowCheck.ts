// The program that proves a TensorFlow engine: one step of gradient descent on a convolution must lower the loss.
// Must not know where the engine lies: its package folder is the program's argument.

/** For `node -e`; prints "tensorflow VERSION" or fails. */
export const tensorflowCheck = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require(process.argv[1]);
const x = tf.randomNormal([8, 8, 8, 3], 0, 1, 'float32', 1);
const filter = tf.variable(tf.randomNormal([3, 3, 3, 4], 0, 1, 'float32', 2));
const loss = () => tf.mean(tf.square(tf.conv2d(x, filter, 1, 'same')));
const before = loss().dataSync()[0];
tf.train.sgd(0.1).minimize(loss);
const after = loss().dataSync()[0];
if (!(after < before)) throw new Error('The loss went from ' + before + ' to ' + after + '.');
console.log('tensorflow ' + tf.backend().binding.TF_Version);
`;
