package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What somebody else's software says of our checkpoints and proofs: that of sigstore. */
class SigstoreTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/foreign", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 4096, 8 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));
  private static final int ENTRIES = 700;

  /** A proof and the entry it is about, in what sigstore wants of it. */
  private record Claim(Hash leaf, long index, List<Hash> path, Checkpoint checkpoint, Hash root) {
    boolean holds() {
      try {
        InclusionProofVerifier.verify(
            leaf.toByteArray(),
            index,
            checkpoint.size(),
            path.stream().map(Hash::toByteArray).toList(),
            root.toByteArray());
        return true;
      } catch (InclusionProofVerificationException | RuntimeException e) {
        return false;
      }
    }

    Claim altered(long otherIndex, List<Hash> otherPath) {
      return new Claim(leaf, otherIndex, otherPath, checkpoint, root);
    }
  }

  @Test
  void every_checkpoint_is_read_and_its_signature_holds() throws Exception {
    for (Checkpoint checkpoint : checkpoints()) {
      var read = Checkpoints.from(checkpoint.note());
      assertThat(read.getOrigin()).isEqualTo("sluice/foreign");
      assertThat(read.getSize()).isEqualTo(checkpoint.size());
      assertThat(Base64.getDecoder().decode(read.getBase64Hash()))
          .isEqualTo(checkpoint.root().toByteArray());
      var signature = read.getSignatures().getFirst();
      assertThat(signature.getIdentity()).isEqualTo("sluice/foreign");
      assertThat(verifies(read.getSignedData(), signature.getSignature())).isTrue();
      assertThat(verifies(read.getSignedData() + "x", signature.getSignature())).isFalse();
    }
  }

  @Test
  void every_proof_is_accepted_and_no_altered_one() {
    var random = new Random(1);
    for (Claim claim : claims()) {
      assertThat(claim.holds()).isTrue();
      assertThat(claim.altered(claim.index ^ 1, claim.path).holds()).isFalse();
      Hash leaf = flipped(claim.leaf, random);
      assertThat(new Claim(leaf, claim.index, claim.path, claim.checkpoint, claim.root).holds())
          .isFalse();
      Hash root = flipped(claim.root, random);
      assertThat(new Claim(claim.leaf, claim.index, claim.path, claim.checkpoint, root).holds())
          .isFalse();
      var path = new ArrayList<>(claim.path);
      int at = random.nextInt(path.size());
      path.set(at, flipped(path.get(at), random));
      assertThat(claim.altered(claim.index, path).holds()).isFalse();
      path.remove(at);
      assertThat(claim.altered(claim.index, path).holds()).isFalse();
    }
  }

  @Test
  void a_note_that_is_cut_off_is_no_checkpoint() {
    String note = checkpoints().getLast().note();
    assertThatThrownBy(() -> Checkpoints.from(note.substring(0, note.indexOf("\n\n"))))
        .isInstanceOf(Exception.class);
  }

  private static boolean verifies(String text, byte[] signature) throws Exception {
    var check = Signature.getInstance("Ed25519");
    check.initVerify(KEY.verifierKey().publicKey());
    check.update(text.getBytes(StandardCharsets.UTF_8));
    return check.verify(signature);
  }

  private static List<Checkpoint> checkpoints() {
    var all = new ArrayList<Checkpoint>();
    try (var ledger = Ledger.open(new MemoryDisk(), SETTINGS, KEY)) {
      for (int i = 0; i < ENTRIES; i++) {
        ledger.append(entry(i));
        if (i % 50 == 0) {
          all.add(ledger.sign());
        }
      }
      all.add(ledger.sign());
    }
    return all;
  }

  private static List<Claim> claims() {
    var all = new ArrayList<Claim>();
    try (var ledger = Ledger.open(new MemoryDisk(), SETTINGS, KEY)) {
      for (int i = 0; i < ENTRIES; i++) {
        ledger.append(entry(i));
      }
      ledger.sign();
      for (int i = 0; i < ENTRIES; i += 7) {
        var proof = ledger.proof(i);
        all.add(
            new Claim(
                Hash.of(new TreeHash().leaf(entry(i))),
                i,
                proof.path(),
                proof.checkpoint(),
                proof.checkpoint().root()));
      }
    }
    return all;
  }

  private static Hash flipped(Hash hash, Random random) {
    byte[] altered = hash.toByteArray();
    altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
    return Hash.of(altered);
  }

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(StandardCharsets.UTF_8);
  }
}
