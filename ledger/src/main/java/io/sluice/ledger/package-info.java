/**
 * The tamper-evident log: Merkle tree, tiles, signed checkpoints, proofs and the offline verifier.
 */
@NullMarked
package io.sluice.ledger;

import org.jspecify.annotations.NullMarked;
