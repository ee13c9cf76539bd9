package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares proofs with the definitions of RFC 9162, written down naively. */
class ProofTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/proofs", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          4 << 20, 100_000, 8 << 20, 1 << 20, Duration.ofHours(1), Duration.ofSeconds(5));

  private final TreeHash hash = new TreeHash();

  @Test
  void every_proof_of_small_trees_is_the_one_of_the_definition() throws IOException {
    for (int size = 1; size < 40; size++) {
      compare(size, new Random(size), size);
    }
  }

  @Test
  void proofs_of_random_trees_are_those_of_the_definition() throws IOException {
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      compare(1 + random.nextInt(1500), random, 40);
    }
  }

  @Test
  void proofs_reach_over_three_levels_of_tiles() throws IOException {
    compare(66_000, new Random(5), 4);
  }

  private void compare(int size, Random random, int samples) throws IOException {
    var disk = new MemoryDisk();
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < size; i++) {
        ledger.submit(entry(i));
      }
    }
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      var leaves = new ArrayList<byte[]>();
      for (int i = 0; i < size; i++) {
        leaves.add(hash.leaf(entry(i)));
      }
      var root = Hash.of(root(leaves));
      assertThat(ledger.checkpoint().root()).isEqualTo(root);
      for (int i = 0; i < samples; i++) {
        int index = samples == size ? i : random.nextInt(size);
        var proof = ledger.proof(index);
        assertThat(proof.path()).isEqualTo(path(index, leaves));
        assertThat(proof.verifies(entry(index))).isTrue();
        int older = 1 + (samples == size ? i : random.nextInt(size));
        var consistency = ledger.consistency(older, size);
        assertThat(consistency.path()).isEqualTo(subproof(older, leaves, true));
        assertThat(consistency.verifies(Hash.of(root(leaves.subList(0, older))), root)).isTrue();
        assertThat(consistency.verifies(root, Hash.of(hash.leaf(new byte[0])))).isFalse();
      }
    }
  }

  private byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    return hash.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  private List<Hash> path(int index, List<byte[]> leaves) {
    var path = new ArrayList<Hash>();
    if (leaves.size() > 1) {
      int k = split(leaves.size());
      var left = leaves.subList(0, k);
      var right = leaves.subList(k, leaves.size());
      path.addAll(index < k ? path(index, left) : path(index - k, right));
      path.add(Hash.of(root(index < k ? right : left)));
    }
    return path;
  }

  private List<Hash> subproof(int older, List<byte[]> leaves, boolean known) {
    var path = new ArrayList<Hash>();
    if (older == leaves.size()) {
      if (!known) {
        path.add(Hash.of(root(leaves)));
      }
      return path;
    }
    int k = split(leaves.size());
    var left = leaves.subList(0, k);
    var right = leaves.subList(k, leaves.size());
    if (older <= k) {
      path.addAll(subproof(older, left, known));
      path.add(Hash.of(root(right)));
    } else {
      path.addAll(subproof(older - k, right, false));
      path.add(Hash.of(root(left)));
    }
    return path;
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }

  private static byte[] entry(int i) {
    return ByteBuffer.allocate(4).putInt(i).array();
  }
}
