// The built command line, its JSON turned into what the others print. Arguments: the program, the folder.
// Must not know formats.

const { pathToFileURL } = require('node:url');
const { say } = require('./said.cjs');

const [, , program, folder] = process.argv;
let text = '';
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk) => {
  text += chunk;
  return true;
};
process.argv.splice(2, Infinity, 'scan', folder, '--json', '--no-cache');
process.once('beforeExit', () => {
  process.stdout.write = write;
  const [dataset] = JSON.parse(text).datasets;
  say(dataset.classes.map((entry) => entry.count));
});
import(pathToFileURL(program).href);
