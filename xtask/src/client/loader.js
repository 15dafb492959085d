// Loads the code of an area of pages into the running client. The build puts `files` (area → its files) before this text
// and one exported loader per area behind it; the main module imports those.
//
// A file holds several WebAssembly modules: their number, then number and length of each, then they themselves. All share
// the memory and the function table of the main module. What several areas need may be in several files; a module must
// start once, or it would reset the memory that it has initialised.

import { initSync } from "./switchroom.js";

const started = new Map();
const loaded = new Map();

function once(known, key, make) {
  let made = known.get(key);
  if (made === undefined) {
    made = make();
    known.set(key, made);
    // A failure is not kept: the next visit tries again.
    made.catch(() => known.delete(key));
  }
  return made;
}

async function load(file) {
  const answer = await fetch(new URL(`./${file}`, import.meta.url));
  if (!answer.ok) {
    throw new Error(`${file}: ${answer.status}`);
  }
  const bytes = await answer.arrayBuffer();
  const [count] = new Uint32Array(bytes, 0, 1);
  const head = new Uint32Array(bytes, 4, 2 * count);
  const imports = { __wasm_split: initSync() };
  const modules = [];
  let from = 4 + head.byteLength;
  for (let index = 0; index < count; index += 1) {
    const [module, length] = head.subarray(2 * index, 2 * index + 2);
    const code = new Uint8Array(bytes, from, length);
    from += length;
    modules.push(once(started, module, () => WebAssembly.instantiate(code, imports)));
  }
  await Promise.all(modules);
}

// What `wasm_split_helpers` calls: `done` is the place of its callback in the function table.
const loader = (area) => async (done, data) => {
  let success = true;
  try {
    await Promise.all(files[area].map((file) => once(loaded, file, () => load(file))));
  } catch (error) {
    console.error(error);
    success = false;
  }
  initSync().__indirect_function_table.get(done)(data, success);
};
