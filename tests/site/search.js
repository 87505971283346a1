// The site's own search in Node: node search.js SITE WORD... prints, word by word, where it is found.
// The worker is run as a browser would run it, in a context that gives it what workers have.
const fs = require("fs"), path = require("path"), vm = require("vm");

const [site, ...words] = process.argv.slice(2);
const folder = path.join(site, "assets/javascripts/workers");
const worker = fs.readdirSync(folder).find(name => name.endsWith(".js"));
const handlers = [];
let answer = () => {};

const context = vm.createContext({
  console, setTimeout, clearTimeout, performance, URL, TextEncoder, TextDecoder,
  location: { href: "file://" + folder + "/" },
  addEventListener: (kind, handler) => handlers.push(handler),
  postMessage: message => answer(message),
  importScripts: (...files) => files.forEach(file => run(path.resolve(folder, file))),
});
vm.runInContext("globalThis.self = globalThis", context);

function run(file) { vm.runInContext(fs.readFileSync(file, "utf8"), context, { filename: file }); }

function ask(type, data) {
  return new Promise(resolve => { answer = resolve; handlers.forEach(handler => handler({ data: { type, data } })); });
}

(async () => {
  run(path.join(folder, worker));
  const index = JSON.parse(fs.readFileSync(path.join(site, "search/search_index.json")));
  await ask(0, { config: index.config, docs: index.docs, options: { suggest: false } });
  for (const word of words) {
    const { data } = await ask(2, word);
    console.log([word, ...(data.items || []).flat().map(item => item.location)].join("\t"));
  }
})();
