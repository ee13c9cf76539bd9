// Has npm's @sigstore/verify say of every checkpoint and proof in cases.json whether it holds. Arguments: the folder with
// node_modules, the file. Prints "tests N", and "failed NAME: ..." for each case on which it says something else.
const path = require("path");
const crypto = require("crypto");
const [modules, file] = process.argv.slice(2);
const inside = (name) => require(path.join(modules, "node_modules", "@sigstore", "verify", "dist", "timestamp", name));
const { verifyCheckpoint } = inside("checkpoint.js");
const { verifyMerkleInclusion } = inside("merkle.js");
const given = JSON.parse(require("fs").readFileSync(file, "utf8"));
const publicKey = crypto.createPublicKey({ key: Buffer.from(given.spki, "base64"), format: "der", type: "spki" });
const always = { start: new Date(0), end: new Date("9999-01-01") };
const log = { logID: Buffer.from(given.key.split("+")[1], "hex"), publicKey, validFor: always };

function holds(one) {
  const envelope = Buffer.from(one.note, "base64").toString("utf8");
  const lines = envelope.split("\n");
  const inclusionProof = {
    checkpoint: { envelope },
    logIndex: String(one.index),
    treeSize: lines[1],
    rootHash: Buffer.from(lines[2], "base64"),
    hashes: one.path.map((hash) => Buffer.from(hash, "hex")),
  };
  const entry = { integratedTime: "1", inclusionProof, canonicalizedBody: Buffer.from(one.entry, "hex") };
  try {
    verifyCheckpoint(entry, [log]);
    verifyMerkleInclusion(entry);
    return true;
  } catch (e) {
    return false;
  }
}

for (const one of given.cases) {
  if (holds(one) !== one.holds) console.log(`failed foreign sigstore: ${one.name} should ${one.holds ? "" : "not "}hold`);
}
console.log(`tests ${given.cases.length}`);
